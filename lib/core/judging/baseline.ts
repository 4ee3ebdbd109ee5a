import type { Rule } from '../decision/rule.ts';
import { compareBytes } from '../evidence/byte-order.ts';
import { isNamedBy, type RememberedRun, type Run, type RunIdentity, remember } from '../model/run.ts';
import { isHardMiss, judgeSize, type SizeResult } from './size.ts';

/** Only this many of the newest finished runs are judged (decision page, 2.3). */
const MAX_JUDGED = 30;
/** This many good runs are remembered, so that a backup whose predecessor was rotated away is still compared with it. */
const MAX_REMEMBERED = 3;

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
  const sorted = newestFirst(finished);
  const runs = sorted.length > MAX_JUDGED ? sorted.slice(0, MAX_JUDGED) : sorted;
  const latest = runs[0] ?? null;
  const oldest = runs.at(-1);
  const prior = oldest ? remembered.find((run) => run.ts < oldest.ts) : undefined;
  let baselineBytes = prior?.sizeBytes ?? null;
  let size: SizeResult | null = null;
  const good: Run[] = [];
  for (let i = runs.length - 1; i >= 0; i -= 1) {
    const run = runs[i] as Run;
    const isAccepted = accepted !== null && isNamedBy(run, accepted);
    if (i === 0) size = judgeSize(rule, run, baselineBytes, isAccepted);
    if (isHardMiss(rule, run, baselineBytes, isAccepted)) continue;
    good.push(run);
    baselineBytes = run.sizeBytes ?? null;
  }
  return {
    latest,
    size: size ?? judgeSize(rule, null, null, false),
    lastGood: good.at(-1) ?? null,
    goodRuns: newestGood(runs, good, remembered, prior),
  };
}

/** Runs come newest first as a rule, and then need no sorting. */
function newestFirst(runs: readonly Run[]): readonly Run[] {
  for (let i = 1; i < runs.length; i += 1) {
    const [newer, older] = [runs[i - 1] as Run, runs[i] as Run];
    if (newer.ts <= older.ts && compareRuns(newer, older) < 0) return [...runs].sort((a, b) => compareRuns(b, a));
  }
  return runs;
}

/** `good` is oldest first. */
function newestGood(
  judged: readonly Run[],
  good: readonly Run[],
  remembered: readonly RememberedRun[],
  prior: RememberedRun | undefined,
): readonly RememberedRun[] {
  const newest = good.slice(-MAX_REMEMBERED).reverse();
  const isKnown = newest.length === remembered.length && newest.every((run, i) => isNamedAt(remembered, i, run));
  if (isKnown) return remembered;
  // What was judged now is as it was judged now; what was not there any more is still remembered.
  const before = remembered.filter((memory) => !judged.some((run) => isNamedBy(run, memory)));
  const kept = [...newest.map(remember), ...before].sort((a, b) => compareRuns(b, a)).slice(0, MAX_REMEMBERED);
  // The run that judging began with stays, or the same look would begin with another one next time.
  return prior === undefined || kept.includes(prior) ? kept : [...kept.slice(0, -1), prior];
}

function isNamedAt(remembered: readonly RememberedRun[], index: number, run: Run): boolean {
  const memory = remembered[index];
  return memory !== undefined && isNamedBy(run, memory);
}

/**
 * The good runs to remember once their owner has accepted `run`: it comes first, so that the next backup is compared
 * with it even when it has been overwritten by then. What was newer is gone and forgotten (decision page, section 4).
 */
export function withAccepted(remembered: readonly RememberedRun[], run: RememberedRun): RememberedRun[] {
  const older = remembered.filter((other) => compareRuns(other, run) < 0);
  return [run, ...older].slice(0, MAX_REMEMBERED);
}
