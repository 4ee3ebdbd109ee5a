import { placeText } from '../../core/evidence/place.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import type { CurrentProof } from '../current-proof.ts';
import { ProofEnd } from '../proof-end.ts';

/** What a job that watches a repository names of it: what its tool writes at the end of each run. */
const WATCHED = /\/(?:snapshots|index|data|index\.[^/]*|hints\.[^/]*|\*\*?)(?:\/.*)?$/;

/** The repository, as its tool names it. Throws ProofEnd. */
export async function repositoryOf({ settings, ports }: CurrentProof): Promise<string> {
  const { from, jobId, node } = settings;
  if (from.kind === 'repository') return from.repository;
  if (from.kind === 'place') return placeText(from.place);
  const id = node === null ? jobId : `${jobId}/${node}`;
  const { place } = await ports.jobOf(from.rules, id).catch((error: Error) => {
    throw new ProofEnd('preflight', error.message);
  });
  if (place === null || !sourceOf(place.scheme).isLocal) {
    throw new ProofEnd(
      'preflight',
      `the rules doc does not say how ${id}'s repository is opened; name it with --copy-from instead of --rules`,
    );
  }
  return place.template.replace(WATCHED, '').replace(/(.)\/$/, '$1');
}
