import { HOUR_MS, type Instant, MINUTE_MS } from '../instant.ts';
import type { Run } from '../model/run.ts';
import type { Backup } from './backup.ts';
import type { Contradiction } from './evidence.ts';
import { backupOf, newestSignalFirst, type RunSignal } from './run-signal.ts';

/** A copy may still be on its way. */
const GRACE_MS = 10 * MINUTE_MS;
/** A later run this long after a signal has made its word old. */
const SUPERSEDED_MS = HOUR_MS;

/** A signal that says done where the place does not show it. */
export interface Disagreement {
  readonly contradiction: Contradiction;
  readonly signal: RunSignal;
  /** The backup it matches, whose size differs; null when none matches. */
  readonly backup: Backup | null;
  /** True in the first 10 minutes: until then it is only an unfinished run. */
  readonly isEarly: boolean;
}

/**
 * Tests the newest signal that says done against what is there. Null when they agree, or when a finished run is
 * later than its end + 1 hour. Source: docs/design/heartbeats.md#contradiction.
 */
export function findDisagreement(
  signals: readonly RunSignal[],
  backups: readonly Backup[],
  runs: readonly Run[],
  now: Instant,
  unchangedIsFine: boolean,
): Disagreement | null {
  const signal = signals.filter(({ verdict }) => verdict === 'done').toSorted(newestSignalFirst)[0];
  if (signal === undefined) return null;
  const { endedAt } = signal;
  if (runs.some((run) => run.outcome === 'finished' && run.ts > endedAt + SUPERSEDED_MS)) return null;
  const backup = backupOf(signal, backups);
  // A quiet source makes no new file, and its success names none.
  if (unchangedIsFine && backup === null && !signal.namesFile) return null;
  const claimedBytes = signal.isSizeOfFiles ? signal.sizeBytes : null;
  if (backup !== null && (backup.beingWritten || !differs(backup.sizeBytes, claimedBytes))) return null;
  const found = backup === null ? null : { location: backup.location, sizeBytes: backup.sizeBytes };
  return {
    contradiction: { signal: signal.name, ts: endedAt, claimedBytes: signal.sizeBytes, found },
    signal,
    backup,
    isEarly: now - endedAt <= GRACE_MS,
  };
}

/** More than 5% of what was claimed. */
function differs(sizeBytes: number, claimedBytes: number | null): boolean {
  return claimedBytes !== null && Math.abs(sizeBytes - claimedBytes) * 20 > claimedBytes;
}
