import { gatherEvidence } from '../../app/evidence/gather-evidence.ts';
import { type Place, placeText } from '../../core/evidence/place.ts';
import { findSeen, isGood } from '../../core/evidence/seen-run.ts';
import { compareRuns, judgeRuns } from '../../core/judging/baseline.ts';
import type { Job } from '../../core/model/job.ts';
import { newRow } from '../../core/model/job-row.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';
import { filesOf, findLanded } from '../../runner/verify/find-landed.ts';
import type { CurrentProof } from '../current-proof.ts';
import { ProofEnd } from '../proof-end.ts';
import type { FoundCopy, ListedCopy } from './found-copy.ts';

/**
 * The copy that is to be restored, with its files. Of a rules doc the newest good one, as the checker would find it; of
 * a place the newest, whatever its age (docs/design/prove.md#fetch). Throws ProofEnd.
 */
export async function chooseCopy(current: CurrentProof): Promise<ListedCopy> {
  const { from, pick } = current.settings;
  try {
    const [copies, what] =
      from.kind === 'rules' ? await goodCopies(current, from.rules) : await copiesAt(current, from);
    const index = pick.kind === 'random' ? Math.floor(Math.random() * copies.length) : pick.nth - 1;
    const copy = copies[index];
    if (copy === undefined) throw new ProofEnd('unreachable', missing(copies.length, index, what));
    return await withObjects(current, copy);
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    throw new ProofEnd('unreachable', `cannot ${error.operation} ${error.location}: ${error.message}`);
  }
}

function missing(count: number, index: number, what: string): string {
  if (count === 0) return `there is no ${what}`;
  return `there are only ${count} copies to choose from, and --copy asks for number ${index + 1}`;
}

type Copies = readonly [copies: readonly FoundCopy[], what: string];

async function copiesAt(current: CurrentProof, from: CurrentProof['settings']['from']): Promise<Copies> {
  if (from.kind !== 'place') throw new TypeError('a repository is read by its tool');
  const { ports } = current;
  mustHaveFiles(from.place);
  const { landed, futureDated } = await findLanded(
    from.place,
    await ports.sourceOf(from.place.scheme),
    null,
    ports.now(),
  );
  const but = futureDated === null ? '' : ` but ${futureDated}, which is dated in the future`;
  return [landed.map((one) => ({ ...one, place: from.place })), `copy at ${from.text}${but}; check --copy-from`];
}

async function goodCopies(current: CurrentProof, rules: string): Promise<Copies> {
  const job = await jobOf(current, rules);
  const { place } = job;
  if (place === null) throw new ProofEnd('preflight', `the job ${job.id} has no place; add backup: to it`);
  mustHaveFiles(place);
  const now = current.ports.now();
  const ports = { sourceOf: current.ports.sourceOf, heartbeats: null };
  const evidence = await gatherEvidence(job, newRow(job.id), now, { mode: 'whole' }, ports);
  if (evidence.kind !== 'read') {
    throw new ProofEnd('unreachable', `cannot ${evidence.operation} ${evidence.location}: ${evidence.error}`);
  }
  const finished = evidence.runs.filter(({ outcome, source }) => outcome === 'finished' && IN_PLACES.includes(source));
  const { memory } = judgeRuns(job.rule, finished, [], null);
  const good = finished.filter(({ ts, sizeBytes = null }) => {
    const seen = findSeen(memory, ts, sizeBytes);
    return seen !== undefined && isGood(seen);
  });
  const copies = good
    .toSorted((a, b) => compareRuns(b, a))
    .map(({ key, location, ts, source, sizeBytes = 0, fileCount = 1 }) => {
      return { place, key, location, ts, sizeBytes, files: fileCount, isFolder: source === 'folder' };
    });
  return [copies, `good copy of ${job.id} at ${placeText(place)}; sentinel explain ${job.id} shows what there is`];
}

function mustHaveFiles(place: Place): void {
  if (sourceOf(place.scheme).hasFiles) return;
  const message = `what lies at ${placeText(place)} is no file that this host could copy; let its own service restore it`;
  throw new ProofEnd('preflight', `${message} (docs/prove.md#restore-tests-of-aws-backup)`);
}

const IN_PLACES: readonly string[] = ['file', 'folder'];

async function jobOf({ settings: { jobId, node }, ports }: CurrentProof, rules: string): Promise<Job> {
  const id = node === null ? jobId : `${jobId}/${node}`;
  try {
    const job = await ports.jobOf(rules, id);
    // Pings are not seen from here: what landed counts.
    return job.finished.kind === 'heartbeat' ? { ...job, finished: { kind: 'landed' } } : job;
  } catch (error) {
    throw new ProofEnd('preflight', (error as Error).message);
  }
}

async function withObjects({ ports }: CurrentProof, copy: FoundCopy): Promise<ListedCopy> {
  const { key, isFolder, ts, sizeBytes, place } = copy;
  if (!isFolder) return { ...copy, objects: [{ key, sizeBytes, lastModified: ts }] };
  const { files } = await filesOf(copy, place, await ports.sourceOf(place.scheme), Number.POSITIVE_INFINITY);
  return { ...copy, objects: files };
}
