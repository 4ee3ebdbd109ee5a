import { MAX_CONTENTS, type SeenRun } from '../evidence/seen-run.ts';
import type { DayView } from '../history/day.ts';
import { equalRuns } from '../judging/same-again.ts';
import type { Rule } from '../model/rule.ts';

/** A slow change that no single check sees, or none where there should be some. */
export type Trend =
  /** This number of the newest backups have the same bytes, and the rule does not ask that they change. */
  | { readonly kind: 'repeating'; readonly count: number }
  /** Typical sizes at the beginning and at the end of the 30 days, in bytes. */
  | { readonly kind: 'shrinking' | 'growing'; readonly fromBytes: number; readonly toBytes: number }
  /** How long typically passes between two good backups, in seconds, and what is allowed. */
  | { readonly kind: 'later'; readonly fromS: number; readonly toS: number; readonly allowS: number };

/** How many days a trend is looked for in. */
export const TREND_DAYS = 30;
/** Each of the three parts of the time says what is typical of it by its median: one odd day changes nothing. */
const THIRDS = 3;
/** Fewer known sizes in a third say nothing typical. */
const MIN_SIZES = 5;
/** Backups breathe: less than this is no trend. */
const SHRUNK_TO = 0.8;
const GROWN_TO = 2;
/** The share of the allowance beyond the period that must be used up before lateness is worth a line. */
const USED_UP = 0.8;
/** And the share of it by which it has become later. */
const LATER_BY = 0.2;
/** A day counts for lateness on which nearly a whole period had passed: the others are in the middle of one. */
const NEARLY_A_PERIOD = 0.9;
const MIN_GAPS = 6;

/**
 * The slow trends in the days of a job, oldest first, the last one the newest: sizes that creep down or up, and backups
 * that come later and later. Each third of the time must go the same way as the whole, so that a jump back and forth
 * is none. Lateness is reported for interval rules alone: by a calendar, gaps of weekends and of nights are both right.
 */
export function trendsOf(days: readonly DayView[], schedule: Rule['schedule']): readonly Trend[] {
  const parts = thirdsOf(days.slice(-TREND_DAYS));
  return [sizeTrend(parts), lateTrend(parts, schedule)].filter((trend) => trend !== null);
}

/** Backups that repeat themselves, where the rule does not ask about it; null where they do not. */
export function sameTrend(runs: readonly SeenRun[], { mustChange }: Rule): Trend | null {
  const count = equalRuns(runs);
  return mustChange || count < MAX_CONTENTS ? null : { kind: 'repeating', count };
}

function thirdsOf(days: readonly DayView[]): (readonly DayView[])[] {
  const length = TREND_DAYS / THIRDS;
  return Array.from({ length: THIRDS }, (_, third) => {
    const end = days.length - (THIRDS - 1 - third) * length;
    return days.slice(Math.max(0, end - length), Math.max(0, end));
  });
}

function sizeTrend(parts: readonly (readonly DayView[])[]): Trend | null {
  const sizes = parts.map((part) => part.flatMap(({ sizeBytes }) => sizeBytes ?? []));
  if (sizes.some((known) => known.length < MIN_SIZES)) return null;
  const [fromBytes, middle, toBytes] = sizes.map(median) as [number, number, number];
  if (fromBytes <= 0) return null;
  const ends = { fromBytes, toBytes };
  if (toBytes <= SHRUNK_TO * fromBytes && middle <= fromBytes && middle >= toBytes)
    return { kind: 'shrinking', ...ends };
  if (toBytes >= GROWN_TO * fromBytes && middle >= fromBytes && middle <= toBytes) return { kind: 'growing', ...ends };
  return null;
}

function lateTrend(parts: readonly (readonly DayView[])[], schedule: Rule['schedule']): Trend | null {
  if (schedule.kind !== 'interval') return null;
  const { everyS, allowS } = schedule;
  const spareS = allowS - everyS;
  const gaps = parts.map((part) =>
    part.flatMap(({ ageSeconds }) => (ageSeconds !== null && ageSeconds >= NEARLY_A_PERIOD * everyS ? ageSeconds : [])),
  );
  if (spareS <= 0 || gaps.some((known) => known.length === 0) || gaps.flat().length < MIN_GAPS) return null;
  const [fromS, middle, toS] = gaps.map(median) as [number, number, number];
  const isLate = toS >= everyS + USED_UP * spareS && toS <= allowS;
  const isLater = toS - fromS >= LATER_BY * spareS && middle >= fromS && middle <= toS;
  return isLate && isLater ? { kind: 'later', fromS, toS, allowS } : null;
}

/** Of an even number the lower one in the middle, so that it is one that was seen. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
