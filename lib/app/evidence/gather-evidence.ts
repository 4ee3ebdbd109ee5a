import type { ListingMode } from '../../core/evidence/choose-listing.ts';
import { FUTURE_MS, furthest } from '../../core/evidence/collecting.ts';
import type { EvidenceOfRuns, EvidenceRead } from '../../core/evidence/evidence.ts';
import type { Heartbeat } from '../../core/evidence/heartbeat.ts';
import { heartbeatSignals } from '../../core/evidence/heartbeat-signals.ts';
import { judgeBackups } from '../../core/evidence/judged-backups.ts';
import { memberFolders } from '../../core/evidence/member-folders.ts';
import type { Place } from '../../core/evidence/place.ts';
import { NOTHING_REMEMBERED, type RememberedPlace, rememberedOf } from '../../core/evidence/remembered-place.ts';
import { runsThatMatter } from '../../core/evidence/runs-that-matter.ts';
import type { Instant } from '../../core/instant.ts';
import { isJudgedByPings, type Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { VerifyDepth } from '../../core/model/rule.ts';
import type { Run } from '../../core/model/run.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { provenWith } from '../../core/proof/proof-job.ts';
import type { SeenProof } from '../../core/proof/seen-proof.ts';
import { withProofs } from '../../core/proof/with-proofs.ts';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { MirrorLog } from '../../ports/mirror-log.ts';
import { type HeartbeatLog, StateStoreUnavailable } from '../../ports/state-store.ts';
import type { BackupPorts, BackupsFound } from './backups-found.ts';
import { withContent } from './content-of-run.ts';
import { gatherBackups, gatherUploads } from './gather-backups.ts';
import type { ReportsFound } from './gather-reports.ts';
import { looksAlone } from './looks-alone.ts';
import { LooksOfPass } from './looks-of-pass.ts';

const NO_REPORTS: ReportsFound = { signals: [], unreadable: null, futureDated: null };

/** How many heartbeats back a job is judged: the core's 30 runs, each with a start and a few log lines. */
const MAX_HEARTBEATS = 100;

/** `sourceOf`: a source for a scheme, loaded when it is first asked for. */
export interface GatherPorts extends BackupPorts {
  readonly heartbeats: HeartbeatLog | null;
  /** Counts of mirrors. Left out: a mirror is counted whole at each look. */
  readonly mirrors?: MirrorLog;
  /** What is known of the proofs of a job, newest first, by its id. Left out: nothing is. */
  readonly proofsOf?: (jobId: string) => readonly SeenProof[];
  /** What the looks inside of this pass may take together. Left out: each may take as much as a pass. */
  readonly looks?: LooksOfPass;
}

export interface GatherOptions {
  readonly mode: ListingMode;
  /**
   * Asked of a whole look: true when by it the job would be called stale or missing. Then unfinished uploads are asked
   * for, since an upload on its way is a running run and not silence. Left out: uploads are not asked for.
   */
  readonly isMissing?: (evidence: EvidenceRead) => boolean;
}

/**
 * One look at everything that reports on a job: its place, its reports, its heartbeats. What cannot be looked at comes
 * back as `refused` or `unknown` evidence; nothing about the outside world is thrown.
 */
export async function gatherEvidence(
  job: Job,
  row: JobRow,
  now: Instant,
  options: GatherOptions,
  ports: GatherPorts,
): Promise<EvidenceOfRuns> {
  try {
    const looked = await look(job, row, now, options.mode, ports);
    const asked = provenWith(job);
    const evidence = asked === null ? looked : withProofs(looked, ports.proofsOf?.(asked.id) ?? []);
    if (job.place === null || !sourceOf(job.place.scheme).hasUploads) return evidence;
    if (evidence.partial || !options.isMissing?.(evidence)) return evidence;
    const uploads = await gatherUploads(job, job.place, now, ports);
    return uploads.length === 0 ? evidence : { ...evidence, runs: runsThatMatter([...evidence.runs, ...uploads]) };
  } catch (error) {
    if (error instanceof EvidenceUnreadable) {
      const { operation, location, message } = error;
      return { kind: error.kind === 'refused' ? 'refused' : 'unknown', operation, location, error: message };
    }
    if (error instanceof StateStoreUnavailable) {
      return { kind: 'unknown', operation: 'read heartbeats', location: job.id, error: error.message };
    }
    throw error;
  }
}

async function look(job: Job, row: JobRow, now: Instant, mode: ListingMode, ports: GatherPorts): Promise<EvidenceRead> {
  const memory = job.place === null ? NOTHING_REMEMBERED : rememberedOf(row, job.place);
  const landed =
    job.place === null || job.isMirror ? null : await gatherBackups(job, job.place, memory, now, mode, ports);
  const reports =
    job.finished.kind === 'report' ? await reportsAt(job.finished.place, job, memory, now, ports) : NO_REPORTS;
  const pings = heartbeatsUntil(now, await heartbeatsOf(job, ports));
  const said = [...reports.signals, ...heartbeatSignals(pings.past, job.finished.kind === 'heartbeat')];
  const done = said
    .filter(({ verdict }) => verdict === 'done' || verdict === 'unchanged')
    .map(({ endedAt }) => endedAt);
  const found = landed ?? (await mirrorLook(job, row, now, mode, done, ports));
  const signals = said
    .filter((signal) => signal.verdict !== 'unchanged')
    // Of a mirror a run says what it copied, not what is there.
    .map((signal) => (job.isMirror ? { ...signal, isSizeOfFiles: false } : signal));

  const judged = judgeBackups(
    found?.backups ?? [],
    signals,
    memory,
    reports.unreadable?.at ?? null,
    now,
    job.place !== null,
    job.rule.unchanged !== null,
  );
  if (found !== null && found.markedAt !== null) done.push(found.markedAt);
  const runs = runsThatMatter(ofMembers(job, [...judged.runs, ...notLookedAt(found)]));
  const futureDated = [found?.futureDated ?? null, reports.futureDated, pings.future].reduce(furthest, null);
  return {
    kind: 'read',
    runs: job.place === null ? runs : await readRuns(runs, job.rule, job.place, memory, now, ports),
    futureDated,
    contradiction: judged.contradiction,
    ...(done.length === 0 ? {} : { newestDone: Math.max(...done) }),
    unreadableReport: reports.unreadable && { location: reports.unreadable.location, error: reports.unreadable.error },
    partial: found?.partial ?? false,
    ...(found === null || found.allSince === null ? {} : { allSince: found.allSince }),
    listing: found?.listing ?? null,
    ...(found === null || found.keys === null ? {} : { keys: found.keys }),
  };
}

/** Loaded on demand, with all formats of reports: most jobs have none. */
async function reportsAt(
  place: Place,
  job: Job,
  memory: RememberedPlace,
  now: Instant,
  { sourceOf, wholes }: GatherPorts,
): Promise<ReportsFound> {
  const [{ gatherReports }, source] = await Promise.all([import('./gather-reports.ts'), sourceOf(place.scheme)]);
  const whole = job.member?.whole.finished;
  const isAlone = looksAlone(job, wholes) && whole?.kind === 'report' && memberFolders(whole.place) !== null;
  return gatherReports(job, place, memory, now, source, isAlone ? undefined : wholes?.reports);
}

/** A mirror is looked at once it is known when successes ended (`done`); null for a job that is none. */
async function mirrorLook(
  job: Job,
  row: JobRow,
  now: Instant,
  mode: ListingMode,
  done: readonly Instant[],
  ports: GatherPorts,
): Promise<BackupsFound | null> {
  if (job.place === null) return null;
  const { gatherMirror } = await import('./gather-mirror.ts');
  const isRaised = row.state !== 'green' || row.wouldBe !== null;
  const doneAt = done.length === 0 ? null : Math.max(...done);
  const source = await ports.sourceOf(job.place.scheme);
  return gatherMirror(job, job.place, { mode, isRaised, doneAt, now }, source, ports.mirrors ?? null);
}

/** A job with `{each}` that is judged itself has the newest run of any member, and as many files as members. */
function ofMembers({ whole }: Job, runs: readonly Run[]): readonly Run[] {
  return whole === undefined ? runs : runs.map((run) => ({ ...run, fileCount: whole.members, isOfMembers: true }));
}

/** The runs with what reading the newest one shows. */
async function readRuns(
  runs: readonly Run[],
  { verify, mustChange }: Job['rule'],
  place: Place,
  memory: RememberedPlace,
  now: Instant,
  ports: GatherPorts,
): Promise<readonly Run[]> {
  const looked = await lookedInside(runs, verify, place, memory, now, ports);
  return withContent(looked, place, memory, await ports.sourceOf(place.scheme), mustChange);
}

/** What distinguishes whole files from cut ones is loaded for the first job that asks for it. */
async function lookedInside(
  runs: readonly Run[],
  depth: VerifyDepth | null,
  place: Place,
  memory: RememberedPlace,
  now: Instant,
  ports: GatherPorts,
): Promise<readonly Run[]> {
  if (depth === null) return runs;
  const { lookInside } = await import('./look-inside.ts');
  return lookInside(runs, place, memory, await ports.sourceOf(place.scheme), {
    depth,
    now,
    looks: ports.looks ?? new LooksOfPass(() => 0),
  });
}

function notLookedAt(found: BackupsFound | null): EvidenceRead['runs'] {
  return found?.notLookedAt ?? [];
}

async function heartbeatsOf(job: Job, ports: GatherPorts): Promise<readonly Heartbeat[]> {
  if (ports.heartbeats === null || !isJudgedByPings(job)) return [];
  return ports.heartbeats.newest(job.id, MAX_HEARTBEATS);
}

/**
 * Heartbeats dated more than 15 minutes ahead say nothing but that a clock is wrong (docs/design/evidence.md#times).
 */
function heartbeatsUntil(now: Instant, heartbeats: readonly Heartbeat[]) {
  const ahead = heartbeats.map(({ at }) => at).filter((at) => at > now + FUTURE_MS);
  const future = ahead.length === 0 ? null : { ts: Math.max(...ahead), location: 'heartbeat' };
  return { past: heartbeats.filter(({ at }) => at <= now + FUTURE_MS), future };
}
