import { FUTURE_MS } from '../../core/evidence/collecting.ts';
import type { ProofsFound } from '../../core/evidence/evidence.ts';
import { NewestReports } from '../../core/evidence/newest-reports.ts';
import type { Place } from '../../core/evidence/place.ts';
import { folderOf, literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import { parseProof } from '../../core/evidence/proof-report.ts';
import { parseJson } from '../../core/evidence/reports/report-json.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { Proof } from '../../core/model/proof.ts';
import { awsRestoreTest } from '../../core/proof/aws-restore-test.ts';
import { type SeenProof, seenProof } from '../../core/proof/seen-proof.ts';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { HeartbeatLog } from '../../ports/state-store.ts';
import type { BackupPorts } from './backups-found.ts';

/** As many as a row remembers. */
const MAX_PROOFS = 20;
/** A report has a page or two: steps, assertions, the end of an output. */
const MAX_BYTES = 256 * 1024;
/** How the name of a proof's report ends. */
const ENDING = '.proof.json';

/** What proofs are found with. */
export interface ProofPorts extends Pick<BackupPorts, 'sourceOf'> {
  readonly heartbeats: Pick<HeartbeatLog, 'newest'> | null;
}

/**
 * The newest proofs of a job: those that were pushed, those that the service made which keeps its backups, and the reports
 * at its report place or in `.sentinel/` beside its backups. `known`: what its row remembers, newest first; older reports are not read again. A place that cannot be read shows
 * none: the job's own row reports it. Throws StateStoreUnavailable.
 */
export async function gatherProofs(
  job: Job,
  known: readonly SeenProof[],
  now: Instant,
  ports: ProofPorts,
): Promise<ProofsFound> {
  const [pushed, tested, reported] = await Promise.all([
    pushedProofs(job, ports),
    testedByService(job, ports),
    reportedProofs(job, known[0]?.at ?? Number.NEGATIVE_INFINITY, ports),
  ]);
  const proofs = [...pushed, ...tested, ...reported]
    .filter(({ at }) => at <= now + FUTURE_MS)
    .sort((a, b) => b.at - a.at);
  return { kind: 'proofs', proofs };
}

async function pushedProofs({ id }: Job, { heartbeats }: ProofPorts): Promise<readonly SeenProof[]> {
  const pushed = (await heartbeats?.newest(id, MAX_PROOFS, 'proof')) ?? [];
  return pushed.flatMap(({ at, body }) => {
    const validated = awsRestoreTest(parseJson(body ?? ''));
    if (validated !== null) return [validated];
    const read = parseProof(body ?? '');
    return read === null ? [] : 'unreadable' in read ? unreadable(at, read.unreadable) : (seenProof(read) ?? []);
  });
}

async function testedByService({ place }: Job, { sourceOf }: ProofPorts): Promise<readonly SeenProof[]> {
  if (place === null) return [];
  try {
    return (await (await sourceOf(place.scheme)).restoreTests?.(place)) ?? [];
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return [];
    throw error;
  }
}

async function reportedProofs(job: Job, after: Instant, { sourceOf }: ProofPorts): Promise<readonly SeenProof[]> {
  const place = reportsPlace(job);
  if (place === null) return [];
  try {
    const source = await sourceOf(place.scheme);
    // Beside the backups of such a service, nothing else can lie.
    if (source.restoreTests !== undefined) return [];
    const reports = new NewestReports(place.template, after);
    for await (const page of source.list(place, reports.matcher.prefix)) {
      reports.add(page.filter(({ key }) => key.endsWith(ENDING)));
    }
    const found: SeenProof[] = [];
    for (const { key } of reports.get().slice(0, MAX_PROOFS)) {
      const read = parseProof(new TextDecoder().decode(await source.read(place, key, MAX_BYTES)));
      // Reports of several jobs may lie together, and one that is being written is whole a moment later.
      if (read === null || 'unreadable' in read || !isOf(read, job)) continue;
      const seen = seenProof(read);
      if (seen !== null) found.push(seen);
    }
    return found;
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return [];
    throw error;
  }
}

/** Where the reports of runs lie, or where `sentinel run` would put them: in `.sentinel/` beside the backups. */
function reportsPlace({ id, finished, place }: Job): Place | null {
  if (finished.kind === 'report') return finished.place;
  if (place === null) return null;
  const folder = folderOf(literalPrefix(parseTemplate(place.template)));
  return { ...place, template: `${folder}.sentinel/${id}/*${ENDING}` };
}

function isOf({ jobId, node }: Proof, { id }: Job): boolean {
  return (node === null ? jobId : `${jobId}/${node}`) === id;
}

function unreadable(at: Instant, why: string): SeenProof {
  const words = `its report cannot be read: ${why}`;
  return { id: `unread-${at}`, at, verdict: 'inconclusive', copy: null, restoreMs: null, by: null, words };
}
