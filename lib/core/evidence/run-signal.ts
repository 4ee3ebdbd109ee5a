import { HOUR_MS, type Instant, MINUTE_MS } from '../instant.ts';
import type { Outcome, Run } from '../model/run.ts';
import { type Backup, newestFirst } from './backup.ts';

/**
 * A success that made nothing new: it makes no run and speaks of no file. Where `unchanged is fine` it holds the age
 * (docs/design/decision.md#unchanged).
 */
export interface QuietSuccess {
  readonly verdict: 'unchanged';
  readonly startedAt: Instant | null;
  readonly endedAt: Instant;
}

/** What a report or a pair of heartbeats says of one execution of a job. Those that make no run are no signals. */
export interface RunSignal {
  readonly verdict: 'done' | 'failed' | 'running';
  readonly source: 'report' | 'heartbeat';
  /** A report's location, or `heartbeat`. */
  readonly name: string;
  readonly key: string;
  readonly startedAt: Instant | null;
  /** When it ended; for a running one, when it started. */
  readonly endedAt: Instant;
  readonly sizeBytes: number | null;
  /** True when `sizeBytes` is the size of what lies in the place, not of what was read to make it. */
  readonly isSizeOfFiles: boolean;
  /** True when it names a size or a location: there is a file to be found. */
  readonly namesFile: boolean;
  /** Of a failed one; of a done one its warnings. */
  readonly error: string | null;
  /** True when its `done` is the job's end signal. */
  readonly endsRun: boolean;
}

/** Clocks of two machines may differ by this much. */
const EARLY_MS = MINUTE_MS;
/** How far a backup may lie from the end that a signal reports. */
export const NEAR_MS = HOUR_MS;

/**
 * The newest backup that a signal can speak of: one whose time lies between its start - 60 s (without a start: its
 * end - 1 hour) and its end + 1 hour. A failed one speaks of no later file than its end: that is a later run's.
 * Source: docs/design/heartbeats.md#matching.
 */
export function backupOf(signal: RunSignal, backups: readonly Backup[]): Backup | null {
  const from = beginningOf(signal);
  const to = signal.verdict === 'failed' ? signal.endedAt : signal.endedAt + NEAR_MS;
  let newest: Backup | null = null;
  for (const backup of backups) {
    if (backup.ts < from || backup.ts > to) continue;
    if (newest === null || newestFirst(backup, newest) < 0) newest = backup;
  }
  return newest;
}

/** True for a file of the run that a signal speaks of: not newer than `newest`, the one that stands for it. */
export function isInRun(signal: RunSignal, file: Backup, newest: Backup): boolean {
  return file.ts >= beginningOf(signal) && newestFirst(newest, file) < 0;
}

function beginningOf({ startedAt, endedAt }: RunSignal): Instant {
  return startedAt === null ? endedAt - NEAR_MS : startedAt - EARLY_MS;
}

/** Newest first. Of two that ended together, the one that says more of a miss. */
export function newestSignalFirst(a: RunSignal, b: RunSignal): number {
  return b.endedAt - a.endedAt || rank(a) - rank(b);
}

function rank(signal: RunSignal): number {
  return ['failed', 'done', 'running'].indexOf(signal.verdict);
}

const OUTCOMES: Readonly<Record<RunSignal['verdict'], Outcome>> = {
  done: 'finished',
  failed: 'failed',
  running: 'unfinished',
};

/** The run that a signal reports by itself, where no file stands for it. */
export function runOfSignal(signal: RunSignal, outcome: Outcome = OUTCOMES[signal.verdict]): Run {
  const begunAt = signal.startedAt ?? signal.endedAt;
  const startedAt = outcome === 'unfinished' ? begunAt : signal.startedAt;
  return {
    ts: outcome === 'unfinished' ? begunAt : signal.endedAt,
    outcome,
    location: signal.name,
    key: signal.key,
    source: signal.source,
    ...(startedAt === null ? {} : { startedAt }),
    ...(signal.sizeBytes === null ? {} : { sizeBytes: signal.sizeBytes }),
    ...(signal.error === null ? {} : { error: signal.error }),
  };
}
