import { compareBytes } from '../evidence/byte-order.ts';
import { isSameRun, type RememberedRun, type Run, type RunIdentity, remember } from '../evidence/run.ts';
import { isHardMiss, judgeSize, type SizeResult } from '../tests/size.ts';
import type { Rule } from './rule.ts';

/** Only so many of the newest finished runs are judged (decision page, 2.3). */
const MOST_JUDGED = 30;
/** So many good runs are remembered, so that a backup whose predecessor was rotated away is still compared with it. */
const MOST_REMEMBERED = 3;

/** The finished runs that are there, judged one after the other. */
export interface JudgedRuns {
  /** The finished run with the highest `ts` (equal: the key that sorts last); null if none. */
  readonly latest: Run | null;
  /** The size test of `latest`. */
  readonly size: SizeResult;
  /** The newest good run that is there; null if none. */
  readonly lastGood: Run | null;
  /** The good runs to remember, newest first. */
  readonly goodRuns: readonly RememberedRun[];
}

/** Time order, then key order: the newest run comes last. */
export function compareRuns(a: { ts: number; key: string }, b: { ts: number; key: string }): number {
  return a.ts - b.ts || compareBytes(a.key, b.key);
}

/**
 * Judges each run's size against the good run before it, oldest first, so that the answer does not depend on how
 * often anyone looked and a collapsed backup never becomes the measure of the next (decision page, 2.3).
 */
export function judgeRuns(
  rule: Rule,
  finished: readonly Run[],
  remembered: readonly RememberedRun[],
  accepted: RunIdentity | null,
): JudgedRuns {
  const runs = oldestFirst(finished).slice(-MOST_JUDGED);
  const oldest = runs[0];
  const latest = runs.at(-1) ?? null;
  const prior = oldest ? remembered.find((run) => run.ts < oldest.ts) : undefined;
  let baselineBytes = prior?.sizeBytes ?? null;
  let size: SizeResult | null = null;
  let lastGood: Run | null = null;
  const good: Run[] = [];
  for (const run of runs) {
    const isAccepted = accepted !== null && isSameRun(accepted, remember(run));
    if (run === latest) size = judgeSize(rule, run, baselineBytes, isAccepted);
    if (isHardMiss(rule, run, baselineBytes, isAccepted)) continue;
    lastGood = run;
    good.push(run);
    baselineBytes = run.sizeBytes ?? null;
  }
  return {
    latest,
    size: size ?? judgeSize(rule, null, null, false),
    lastGood,
    goodRuns: newestGood(runs, good, remembered, prior),
  };
}

/** Runs come newest first as a rule, and then need no sorting. */
function oldestFirst(runs: readonly Run[]): Run[] {
  const reversed = runs.toReversed();
  const isSorted = reversed.every((run, i) => i === 0 || compareRuns(reversed[i - 1] as Run, run) <= 0);
  return isSorted ? reversed : reversed.sort(compareRuns);
}

function newestGood(
  judged: readonly Run[],
  good: readonly Run[],
  remembered: readonly RememberedRun[],
  prior: RememberedRun | undefined,
): RememberedRun[] {
  const newest = good.slice(-MOST_REMEMBERED).reverse().map(remember);
  if (newest.length === remembered.length && newest.every((run, i) => isSameRun(run, remembered[i] as RememberedRun))) {
    return newest;
  }
  // What was judged now is as it was judged now; what was not there any more is still remembered.
  const before = remembered.filter((run) => !judged.some((other) => isSameRun(run, remember(other))));
  const kept = [...newest, ...before].sort((a, b) => compareRuns(b, a)).slice(0, MOST_REMEMBERED);
  // The run that judging began with stays, or the same look would begin with another one next time.
  return prior === undefined || kept.includes(prior) ? kept : [...kept.slice(0, -1), prior];
}

/**
 * The good runs to remember once their owner has accepted `run`: it comes first, so that the next backup is compared
 * with it even when it has been overwritten by then. What was newer is gone and forgotten (decision page, section 4).
 */
export function withAccepted(remembered: readonly RememberedRun[], run: RememberedRun): RememberedRun[] {
  const older = remembered.filter((other) => compareRuns(other, run) < 0);
  return [run, ...older].slice(0, MOST_REMEMBERED);
}
