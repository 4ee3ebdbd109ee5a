import { compareBytes } from '../evidence/byte-order.ts';
import { findSeen, isGood, type RunFinding, rememberJudged, type SeenRun } from '../evidence/seen-run.ts';
import type { Rule } from '../model/rule.ts';
import type { Run, RunIdentity } from '../model/run.ts';
import { Before } from './before.ts';
import { withShapes } from './other-shape.ts';
import { withOthersBetween } from './others-between.ts';
import { judgeSameAgain } from './same-again.ts';
import { isHardMiss, judgeSize, type SizeFinding } from './size.ts';

/** How many of the newest finished runs are judged (docs/design/decision.md#baseline). */
export const MAX_JUDGED = 20;

/** The finished runs that are there, judged one after the other. */
export interface JudgedRuns {
  /** The finished run with the highest `ts` (equal: the key that sorts last); null if none. */
  readonly latest: Run | null;
  /** The size test of `latest`. */
  readonly size: SizeFinding;
  /** The newest good run that is there; null if none. */
  readonly lastGood: Run | null;
  /** The runs to remember, newest first. */
  readonly memory: readonly SeenRun[];
}

/** Time order, then key order: the newest run comes last. */
export function compareRuns(a: { ts: number; key: string }, b: { ts: number; key: string }): number {
  return a.ts - b.ts || compareBytes(a.key, b.key);
}

/**
 * Judges each run's size against the good run before it, oldest first, so that the answer does not depend on how
 * often anyone looked and a collapsed backup never becomes the measure of the next. Memory is only for the beginning:
 * the newest good run that is older than all that are there (docs/design/decision.md#baseline).
 */
export function judgeRuns(
  rule: Rule,
  finished: readonly Run[],
  memory: readonly SeenRun[],
  accepted: RunIdentity | null,
): JudgedRuns {
  const runs = newestRuns(finished);
  const before = goodBefore(memory, runs);
  const judged: SeenRun[] = [];
  let lastGood: Run | null = null;
  let size: SizeFinding | null = null;
  for (let i = runs.length - 1; i >= 0; i -= 1) {
    const run = runs[i] as Run;
    const [ts, sizeBytes] = [run.ts, run.sizeBytes ?? null];
    const seen = findSeen(memory, ts, sizeBytes);
    const known = seen?.finding ?? null;
    const content = run.content ?? seen?.content;
    const isAccepted = known === 'accepted' || (accepted?.ts === ts && accepted.sizeBytes === sizeBytes);
    if (i === 0) {
      const found = withShapes(judgeSize(rule, run, before, isAccepted), run, lastGood);
      size = withOthersBetween(found, run, judged, memory);
    }
    const conviction = convictionOf(rule, run, known);
    const isMiss = conviction === null && isHardMiss(rule, run, before, isAccepted);
    const finding = conviction ?? (isMiss ? 'too-small' : isAccepted ? 'accepted' : 'good');
    judged.push({ ts, sizeBytes, finding, ...(content === undefined ? {} : { content }) });
    if (conviction !== null || isMiss) continue;
    lastGood = run;
    before.add(sizeBytes);
  }
  const remembered = rememberJudged(memory, judged.reverse());
  const latest = runs[0] ?? null;
  return {
    latest,
    size: worseSize(size ?? judgeSize(rule, null, before, false), latest && judgeSameAgain(rule, latest, remembered)),
    lastGood: lastGood ?? olderGood(finished, memory, runs.at(-1)),
    memory: remembered,
  };
}

/** What an owner accepted may be the same as before. */
function worseSize(size: SizeFinding, sameAgain: SizeFinding | null): SizeFinding {
  if (sameAgain === null || size.reason.kind === 'accepted' || size.result === 'hard') return size;
  return size.result === 'pass' || sameAgain.result === 'hard' ? sameAgain : size;
}

/** What convicts a run whatever its size; what was found of it once stays so. */
function convictionOf(rule: Rule, run: Run, known: RunFinding | null): RunFinding | null {
  const found = run.looked?.finding;
  if (rule.verify !== null) {
    if (found === 'damaged' || known === 'damaged') return 'damaged';
    if ((found === 'hollow' || known === 'hollow') && !rule.emptyIsFine) return 'hollow';
  }
  if (run.isContradicted || known === 'contradicted') return 'contradicted';
  // Taken back by a later proof of the same run, so what was found before does not count.
  return run.isRefuted ? 'refuted' : null;
}

function goodBefore(memory: readonly SeenRun[], runs: readonly Run[]): Before {
  const oldest = runs.at(-1);
  if (oldest === undefined) return new Before();
  const isThere = (seen: SeenRun) =>
    runs.some(({ ts, sizeBytes }) => ts === seen.ts && (sizeBytes ?? null) === seen.sizeBytes);
  // What was there with the very time of the oldest one, and is not any more, was overwritten by it: a mirror keeps times.
  const older = memory.filter(
    (seen) => isGood(seen) && (seen.ts < oldest.ts || (seen.ts === oldest.ts && !isThere(seen))),
  );
  return new Before(older.map(({ sizeBytes }) => sizeBytes).reverse());
}

/** Where none of those judged is good, an older one that is there may be, as it was judged last. */
function olderGood(finished: readonly Run[], memory: readonly SeenRun[], oldest: Run | undefined): Run | null {
  let newest: Run | null = null;
  for (const run of finished) {
    if (oldest === undefined || run.ts >= oldest.ts || (newest !== null && run.ts <= newest.ts)) continue;
    const seen = findSeen(memory, run.ts, run.sizeBytes ?? null);
    if (seen !== undefined && isGood(seen)) newest = run;
  }
  return newest;
}

/** The newest runs, newest first; runs of one time and size are one, the one whose key sorts last. */
function newestRuns(finished: readonly Run[]): readonly Run[] {
  const kept: Run[] = [];
  for (const run of newestFirst(finished)) {
    if (kept.some(({ ts, sizeBytes }) => ts === run.ts && sizeBytes === run.sizeBytes)) continue;
    kept.push(run);
    if (kept.length === MAX_JUDGED) break;
  }
  return kept;
}

/** Runs come newest first as a rule, and then need no sorting. */
function newestFirst(runs: readonly Run[]): readonly Run[] {
  for (let i = 1; i < runs.length; i += 1) {
    const [newer, older] = [runs[i - 1] as Run, runs[i] as Run];
    if (newer.ts <= older.ts && compareRuns(newer, older) < 0) return [...runs].sort((a, b) => compareRuns(b, a));
  }
  return runs;
}
