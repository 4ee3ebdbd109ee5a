import { HOUR_MS, type Instant } from '../instant.ts';
import type { Run } from '../model/run.ts';
import type { EvidenceRead } from './evidence.ts';
import { MAX_FINISHED } from './runs-that-matter.ts';
import type { SeenRun } from './seen-run.ts';

/** How long copies live in a place, as far as deletions show it (docs/design/decision.md#runway). */
export interface Lifetime {
  /** How many finished runs were there at the last look that saw all, and when the oldest of them ended. */
  readonly there: number;
  readonly oldestTs: Instant;
  /** The most that a deletion left; null before one. */
  readonly low: number | null;
  /**
   * Milliseconds; null before a deletion. `to`: the youngest age at which a run was seen to be gone; `from`: the oldest
   * age of one that was there then.
   */
  readonly ages: { readonly from: number; readonly to: number } | null;
  /** A run was deleted though none had landed in its place: its age decided, and not how many there are. */
  readonly isByAge: boolean;
}

/** What deletes by age may do so once a day, and looks are not made all the time. */
const MAX_TOLERANCE_MS = 36 * HOUR_MS;
/**
 * What keeps a number of the newest may delete before the next backup or after it: about one usual gap after the newest, how
 * many are there says nothing.
 */
const UNCLEAR_GAPS = { from: 0.5, to: 1.5 };

/**
 * What is known after a look, `memory` being the runs that were seen before. The very same value where nothing is new,
 * and after a look that did not see all.
 */
export function learnLifetime(
  before: Lifetime | null,
  { runs, allSince }: EvidenceRead,
  memory: readonly SeenRun[],
  now: Instant,
): Lifetime | null {
  if (allSince === undefined) return before;
  const there = runs
    .filter(isFinished)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const [oldestTs] = there;
  const newestTs = there.at(-1);
  // Beyond the edge of what was listed there may be more.
  const isEdgeSeen = oldestTs !== undefined && oldestTs > allSince + MAX_TOLERANCE_MS;
  if (oldestTs === undefined || newestTs === undefined || !isEdgeSeen || there.length >= MAX_FINISHED) return null;
  const seen = { there: there.length, oldestTs };
  if (before === null) return { ...seen, low: null, ages: null, isByAge: false };
  if (oldestTs <= before.oldestTs) {
    const { ages } = before;
    // What outlives the others is kept for another reason: only a number of them is kept.
    if (ages !== null && now - oldestTs > ages.to + toleranceOf(ages.to)) {
      return { ...seen, low: null, ages: null, isByAge: false };
    }
    return before.there === seen.there && before.oldestTs === oldestTs ? before : { ...before, ...seen };
  }
  const gone = [before.oldestTs, ...memory.map(({ ts }) => ts)].filter((ts) => ts >= before.oldestTs && ts < oldestTs);
  const ages = { from: now - oldestTs, to: now - Math.max(...gone) };
  const known = before.ages;
  const tolerance = toleranceOf(ages.to);
  // Someone cleared up, or what deletes has another limit now: what was learnt says nothing any more.
  if (known !== null && (ages.from > known.to + tolerance || ages.to < known.from - tolerance)) {
    return { ...seen, low: seen.there, ages, isByAge: false };
  }
  const gaps = (now - newestTs) / usualGap(there);
  const isClear = gaps < UNCLEAR_GAPS.from || gaps >= UNCLEAR_GAPS.to;
  const isFewer = before.low !== null && seen.there < before.low;
  return {
    ...seen,
    low: Math.max(before.low ?? 0, seen.there),
    ages: known === null ? ages : { from: Math.max(known.from, ages.from), to: Math.min(known.to, ages.to) },
    isByAge: before.isByAge || (isFewer && isClear),
  };
}

/** Of instants in order, the median of what lies between them; not a number for one alone, which no gap is clear of. */
function usualGap(there: readonly Instant[]): number {
  const gaps = there.slice(1).map((ts, index) => ts - (there[index] ?? ts));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? Number.NaN;
}

function toleranceOf(ageMs: number): number {
  return Math.min(MAX_TOLERANCE_MS, ageMs / 4);
}

function isFinished({ outcome }: Run): boolean {
  return outcome === 'finished';
}
