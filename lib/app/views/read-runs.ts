import { type Heartbeat, type Meaning, meaningOf } from '../../core/evidence/heartbeat.ts';
import { heartbeatSignals } from '../../core/evidence/heartbeat-signals.ts';
import { isJsonObject, parseJson } from '../../core/evidence/reports/report-json.ts';
import type { RunFinding } from '../../core/evidence/seen-run.ts';
import { brokenRunOf } from '../../core/history/broken-run.ts';
import { ageLimits } from '../../core/hours/age-limits.ts';
import { nextExpected } from '../../core/hours/expected-times.ts';
import { formatInstant, type Instant, SECOND_MS } from '../../core/instant.ts';
import { isJudgedByPings, type Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { ProofVerdict } from '../../core/model/proof.ts';
import type { SeenProof } from '../../core/proof/seen-proof.ts';
import type { HeartbeatLog, StateStore } from '../../ports/state-store.ts';

/** A backup that was seen, a ping that came in, or a proof. */
export interface RunEntry {
  readonly at: Instant;
  readonly kind: 'backup' | 'ping' | 'proof';
  /** What it was taken for, in words. */
  readonly takenFor: string;
  /** Where a ping came from; null where that is not known. */
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly host: string | null;
  readonly exitStatus: number | null;
  readonly sizeBytes: number | null;
  /** From its start to its end; null where no start is known. */
  readonly durationS: number | null;
  /** What is kept of its body: text from outside. */
  readonly body: string | null;
}

export interface JobRuns {
  /** When the next run is due; in the past where it is late, null where that cannot be said. */
  readonly expectedAt: Instant | null;
  /** Newest first. */
  readonly entries: readonly RunEntry[];
}

export interface RunPorts {
  readonly store: Pick<StateStore, 'read'>;
  readonly heartbeats: Pick<HeartbeatLog, 'newest'>;
}

/** How many runs and pings are shown (docs/design/heartbeats.md#what-is-kept-can-be-seen). */
const MAX_ENTRIES = 100;

/** The newest runs and pings of a job, and when its next run is due. Throws StateStoreUnavailable. */
export async function readRuns(job: Job, ports: RunPorts, now: Instant): Promise<JobRuns> {
  if (job.proofOf !== undefined) return readProofs(job, ports);
  const [{ rows }, signals, notes, proofs] = await Promise.all([
    ports.store.read([job.id]),
    ports.heartbeats.newest(job.id, MAX_ENTRIES),
    ports.heartbeats.newest(job.id, MAX_ENTRIES, 'log'),
    ports.heartbeats.newest(job.id, MAX_ENTRIES, 'proof'),
  ]);
  const row = rows.get(job.id);
  const backups = job.place === null ? [] : (row?.runs ?? []).map(backupEntry);
  const pings = pingEntries(signals, isJudgedByPings(job));
  const logged = notes.map((heartbeat) => pingEntry(heartbeat, 'a note', null));
  const proven = proofs.map((heartbeat) => pingEntry(heartbeat, 'a proof, no run', null));
  const broken = brokenEntries(row);
  const entries = [...broken, ...backups, ...pings, ...logged, ...proven]
    .sort((a, b) => b.at - a.at)
    .slice(0, MAX_ENTRIES);
  return { expectedAt: expectedAt(job, row, now), entries };
}

/** Of a job's proofs: those that its row remembers, and when the next one is due. */
async function readProofs(job: Job, { store }: RunPorts): Promise<JobRuns> {
  const row = (await store.read([job.id])).rows.get(job.id);
  // The clock runs from the newest that succeeded.
  const proven = row?.lastGood?.ts ?? null;
  const { rule } = job;
  const expectedAt = proven === null || rule.proven === null ? null : proven + rule.proven.everyS * SECOND_MS;
  return { expectedAt, entries: (row?.proofs ?? []).map(proofEntry) };
}

function proofEntry({ at, verdict, copy, restoreMs, by, words }: SeenProof): RunEntry {
  const nothing = { address: null, userAgent: null, exitStatus: null };
  const durationS = restoreMs === null ? null : restoreMs / SECOND_MS;
  const takenFor = by === null ? PROOFS[verdict] : `a restore by hand, by ${by}`;
  return {
    at,
    kind: 'proof',
    takenFor,
    sizeBytes: copy?.sizeBytes ?? null,
    host: null,
    durationS,
    body: words,
    ...nothing,
  };
}

const PROOFS: Readonly<Record<ProofVerdict, string>> = {
  proven: 'a restore that works',
  refuted: 'a restore that fails',
  inconclusive: 'a restore that could not be finished',
};

/** As the command line prints it and the API answers. */
export function runsJson({ expectedAt: at, entries }: JobRuns): Readonly<Record<string, unknown>> {
  return {
    expected_at: at === null ? null : formatInstant(at),
    runs: entries.map((entry) => ({
      at: formatInstant(entry.at),
      kind: entry.kind,
      taken_for: entry.takenFor,
      address: entry.address,
      user_agent: entry.userAgent,
      host: entry.host,
      exit_status: entry.exitStatus,
      size_bytes: entry.sizeBytes,
      duration_seconds: entry.durationS,
      body: entry.body,
    })),
  };
}

const MEANINGS: Readonly<Record<Meaning, string>> = {
  start: 'a start',
  done: 'a success',
  failed: 'a failure',
  unchanged: 'a success that made nothing new',
  skipped: 'no new run',
  nothing: 'a note',
};

const BACKUPS: Readonly<Record<RunFinding, string>> = {
  good: 'a good backup',
  accepted: 'a backup that was accepted',
  'too-small': 'a backup that is too small',
  damaged: 'a damaged backup',
  hollow: 'a backup that holds nothing',
  contradicted: 'a backup that its report contradicts',
  refuted: 'a backup that could not be restored',
};

const NOTHING_SAID = { address: null, userAgent: null, host: null, exitStatus: null, durationS: null, body: null };

function backupEntry({ ts, sizeBytes, finding }: JobRow['runs'][number]): RunEntry {
  return { at: ts, kind: 'backup', takenFor: BACKUPS[finding], sizeBytes, ...NOTHING_SAID };
}

/** The run that broke the job: only runs that finished are remembered. */
function brokenEntries(row: JobRow | undefined): RunEntry[] {
  const run = brokenRunOf(row?.found ?? null);
  if (run === null) return [];
  const takenFor = run.kind === 'failed' ? 'a run that failed' : 'a run that never finished';
  return [{ at: run.at, kind: 'backup', takenFor, sizeBytes: null, ...NOTHING_SAID, body: run.error }];
}

function pingEntries(heartbeats: readonly Heartbeat[], isJudged: boolean): RunEntry[] {
  const startOf = new Map(heartbeatSignals(heartbeats, true).map(({ endedAt, startedAt }) => [endedAt, startedAt]));
  return heartbeats.map((heartbeat) => {
    const meaning = meaningOf(heartbeat);
    const startedAt = meaning === 'start' ? null : (startOf.get(heartbeat.at) ?? null);
    const takenFor = `${MEANINGS[meaning]}${isJudged ? '' : ', not judged'}`;
    return pingEntry(heartbeat, takenFor, startedAt === null ? null : (heartbeat.at - startedAt) / SECOND_MS);
  });
}

function pingEntry(heartbeat: Heartbeat, takenFor: string, durationS: number | null): RunEntry {
  const { at, from, exitStatus, sizeBytes, body } = heartbeat;
  const said = parseJson(body ?? '');
  return {
    at,
    kind: 'ping',
    takenFor,
    address: from?.address ?? null,
    userAgent: from?.userAgent ?? null,
    // The runner says on which host it ran.
    host: isJsonObject(said) && typeof said.host === 'string' ? said.host : null,
    exitStatus,
    sizeBytes,
    durationS,
    body,
  };
}

function expectedAt({ rule }: Job, row: JobRow | undefined, now: Instant): Instant | null {
  const { schedule, timezone } = rule;
  if (schedule.kind === 'calendar') return nextExpected(schedule.times, timezone, now);
  const latest = row?.latest?.ts;
  return latest === undefined ? null : ageLimits(schedule, timezone, latest).dueAt;
}
