import { HOUR_MS, type Instant, MINUTE_MS } from '../instant.ts';
import { type Backup, newestFirst } from './backup.ts';
import type { Outcome, Run } from './run.ts';

/** What a report or a pair of heartbeats says of one execution of a job. `skipped` ones are no witnesses. */
export interface Witness {
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
  readonly error: string | null;
  /** True when its `done` is the job's end signal. */
  readonly endsRun: boolean;
}

/** Clocks of two machines may differ by this much. */
const EARLY_MS = MINUTE_MS;
/** How far a backup may lie from the end that a witness tells. */
const NEAR_MS = HOUR_MS;

/**
 * The newest backup that a witness can speak of: one whose time lies between its start - 60 s (without a start: its
 * end - 1 hour) and its end + 1 hour. A failed one speaks of no later file than its end: that is a later run's.
 * Source: the heartbeats page, *Reports*.
 */
export function backupOf(witness: Witness, backups: readonly Backup[]): Backup | null {
  const from = witness.startedAt === null ? witness.endedAt - NEAR_MS : witness.startedAt - EARLY_MS;
  const to = witness.verdict === 'failed' ? witness.endedAt : witness.endedAt + NEAR_MS;
  let newest: Backup | null = null;
  for (const backup of backups) {
    if (backup.ts < from || backup.ts > to) continue;
    if (newest === null || newestFirst(backup, newest) < 0) newest = backup;
  }
  return newest;
}

/** Newest first. Of two that ended together, the one that says more of a miss. */
export function newestWitnessFirst(a: Witness, b: Witness): number {
  return b.endedAt - a.endedAt || rank(a) - rank(b);
}

function rank(witness: Witness): number {
  return ['failed', 'done', 'running'].indexOf(witness.verdict);
}

const OUTCOMES: Readonly<Record<Witness['verdict'], Outcome>> = {
  done: 'finished',
  failed: 'failed',
  running: 'unfinished',
};

/** The run that a witness tells of by itself, where no file stands for it. */
export function runOfWitness(witness: Witness, outcome: Outcome = OUTCOMES[witness.verdict]): Run {
  const startedAt = witness.startedAt ?? (outcome === 'unfinished' ? witness.endedAt : null);
  return {
    ts: outcome === 'unfinished' && startedAt !== null ? startedAt : witness.endedAt,
    outcome,
    location: witness.name,
    key: witness.key,
    source: witness.source,
    ...(startedAt === null ? {} : { startedAt }),
    ...(witness.sizeBytes === null ? {} : { sizeBytes: witness.sizeBytes }),
    ...(witness.error === null ? {} : { error: witness.error }),
  };
}
