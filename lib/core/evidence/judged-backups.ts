import type { Instant } from '../instant.ts';
import type { Run } from '../model/run.ts';
import { type Backup, identityOf, newestFirst, runOf } from './backup.ts';
import { findDisagreement } from './contradiction.ts';
import type { Contradiction } from './evidence.ts';
import { hadEnded, type RememberedPlace } from './remembered-place.ts';
import { backupOf, isInRun, NEAR_MS, newestSignalFirst, type RunSignal, runOfSignal } from './run-signal.ts';

/** What is known of a backup while signals are taken in. */
interface Standing {
  readonly backup: Backup;
  readonly remembered: boolean;
  outcome: Run['outcome'];
  startedAt: Instant | null;
  error: string | null;
  isContradicted: boolean;
  /** An older file of a run that a signal has ended: the newest stands for it. */
  isPart: boolean;
}

export interface JudgedBackups {
  readonly runs: readonly Run[];
  readonly contradiction: Contradiction | null;
}

/**
 * Puts together what is there and what reports and heartbeats say of it (docs/design/evidence.md#signals-and-files).
 *
 * 0. Where there is no place, the signals are the runs.
 * 1. A backup has ended by its own signal, or because the row has seen it ended.
 * 2. `unreadAt`: the newest report, of that time, cannot be read, so the newest backup that it may be of is judged by its
 *    file.
 * 3. RunSignals, newest first: each speaks of one backup, and the first to speak of a backup is right. What its run left
 *    there before is part of it: no run of its own, and nothing to wait for.
 * 4. A failure without a backup is a run of its own; so is a start that nothing has followed.
 * 5. The newest `done` is held against what is there.
 */
export function judgeBackups(
  backups: readonly Backup[],
  signals: readonly RunSignal[],
  memory: RememberedPlace,
  unreadAt: Instant | null,
  now: Instant,
  hasPlace: boolean,
  unchangedIsFine = false,
): JudgedBackups {
  if (!hasPlace) return { runs: signals.map((signal) => runOfSignal(signal)), contradiction: null };
  const standings = new Map<Backup, Standing>();
  for (const backup of backups) standings.set(backup, standingOf(backup, memory));
  if (unreadAt !== null) judgeByFile(backups, standings, unreadAt);
  const alone = applySignals(signals, backups, standings);
  const running = applyStarts(signals, standings);

  const disagreement = findDisagreement(signals, backups, runsOf(standings), now, unchangedIsFine);
  const extra: Run[] = [...alone, ...running];
  if (disagreement === null) return { runs: [...runsOf(standings), ...extra], contradiction: null };
  const standing = disagreement.backup === null ? undefined : standings.get(disagreement.backup);
  if (!disagreement.isEarly) {
    if (standing) standing.isContradicted = true;
    return { runs: [...runsOf(standings), ...extra], contradiction: disagreement.contradiction };
  }
  if (standing === undefined) extra.push(runOfSignal(disagreement.signal, 'unfinished'));
  else if (!standing.remembered && standing.outcome === 'finished') standing.outcome = 'unfinished';
  return { runs: [...runsOf(standings), ...extra], contradiction: null };
}

function standingOf(backup: Backup, memory: RememberedPlace): Standing {
  const remembered = hadEnded(memory, identityOf(backup));
  const hasEnded = remembered || (backup.ended && !backup.beingWritten);
  return {
    backup,
    remembered,
    outcome: hasEnded ? 'finished' : 'unfinished',
    startedAt: null,
    error: null,
    isContradicted: false,
    isPart: false,
  };
}

function judgeByFile(backups: readonly Backup[], standings: ReadonlyMap<Backup, Standing>, unreadAt: Instant): void {
  const newest = backups.toSorted(newestFirst)[0];
  const standing = newest && standings.get(newest);
  if (standing && !standing.backup.beingWritten && standing.backup.ts <= unreadAt + NEAR_MS)
    standing.outcome = 'finished';
}

function applySignals(
  signals: readonly RunSignal[],
  backups: readonly Backup[],
  standings: ReadonlyMap<Backup, Standing>,
): readonly Run[] {
  const alone: Run[] = [];
  const spokenOf = new Set<Backup>();
  for (const signal of signals.toSorted(newestSignalFirst)) {
    if (signal.verdict === 'running') continue;
    const backup = backupOf(signal, backups);
    const standing = backup === null ? undefined : standings.get(backup);
    if (backup === null || standing === undefined) {
      if (signal.verdict === 'failed') alone.push(runOfSignal(signal));
      continue;
    }
    if (spokenOf.has(backup)) continue;
    spokenOf.add(backup);
    for (const other of standings.values()) {
      const isOlder = other.backup !== backup && other.outcome === 'unfinished' && !spokenOf.has(other.backup);
      if (isOlder && isInRun(signal, other.backup, backup)) other.isPart = true;
    }
    standing.startedAt = signal.startedAt === null ? null : Math.min(signal.startedAt, backup.ts);
    if (signal.verdict === 'failed') {
      standing.outcome = 'failed';
      standing.error = signal.error;
    } else {
      standing.error = signal.error;
      if (signal.endsRun && !backup.beingWritten) standing.outcome = 'finished';
    }
  }
  return alone;
}

/** A start is over when a backup that has ended is not older than it; an unfinished backup takes the start as its own. */
function applyStarts(signals: readonly RunSignal[], standings: ReadonlyMap<Backup, Standing>): readonly Run[] {
  const alone: Run[] = [];
  for (const signal of signals) {
    if (signal.verdict !== 'running') continue;
    const since = [...standings.values()].filter(({ backup, isPart }) => !isPart && backup.ts >= signal.endedAt);
    if (since.some(({ outcome }) => outcome === 'finished')) continue;
    const unfinished = since.filter(({ outcome }) => outcome === 'unfinished');
    for (const standing of unfinished) standing.startedAt ??= signal.endedAt;
    if (unfinished.length === 0) alone.push(runOfSignal(signal));
  }
  return alone;
}

function runsOf(standings: ReadonlyMap<Backup, Standing>): readonly Run[] {
  return [...standings.values()].filter(({ isPart }) => !isPart).map((standing) => runOf(standing.backup, standing));
}
