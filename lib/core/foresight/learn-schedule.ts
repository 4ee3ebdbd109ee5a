import { dayOf } from '../hours/calendar-days.ts';
import { wallClockAt } from '../hours/zone.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../instant.ts';
import { fitCalendar } from './fit-calendar.ts';
import { gapsOf, quantile } from './gaps.ts';
import type { LearnedSchedule } from './learned-schedule.ts';

/** Periods as people choose them. */
const PERIODS_MS = [
  ...[5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 8, 12, 24, 48, 72].map((hours) => hours * HOUR_MS),
  ...[7, 14, 28].map((days) => days * DAY_MS),
];
/** So much of the gaps must be explained (docs/design/foresight.md#schedule). */
const EXPLAINED = 0.9;
/** A gap is explained by a period where it is no more than this share of it away. */
const TOLERANCE = 0.25;
const TOLERANCE_OF_MEAN = 0.15;
/** From this many periods on a run is missing in a gap. */
const MISSING_FROM = 1.5;
/** The newest runs that are looked at, the most first: old ones may be thinned out, or of another schedule. */
const WINDOWS = [Number.POSITIVE_INFINITY, 60, 30, 14, 7];
const MIN_GAPS = 2;
const MIN_MONTH_DAYS_APART_MS = 5 * DAY_MS;
const MOST_PERIODS = 5;

/** The schedule that explains the gaps between runs, oldest first; of at least three. Source: docs/design/foresight.md#schedule. */
export function learnSchedule(runs: readonly Instant[], zone: string): LearnedSchedule {
  for (const size of WINDOWS) {
    if (size !== Number.POSITIVE_INFINITY && size >= runs.length) continue;
    const window = size < runs.length ? runs.slice(-size) : runs;
    if (window.length - 1 < MIN_GAPS) continue;
    const found =
      fitMonths(window, zone) ?? fitMonthDays(window, zone) ?? fitInterval(window) ?? fitCalendar(window, zone);
    if (found !== null) return found;
  }
  return irregular(runs.slice(-200));
}

function fitInterval(runs: readonly Instant[]): LearnedSchedule | null {
  const gaps = gapsOf(runs);
  const median = quantile(gaps, 0.5);
  // The mean: runs that are late one day and early the next have no gap of their period.
  const usual = gaps.filter((gap) => Math.abs(gap - median) <= 0.5 * median);
  const mean = usual.reduce((sum, gap) => sum + gap, 0) / Math.max(1, usual.length);
  const explains = (period: number, tolerance: number) =>
    gaps.filter((gap) => Math.abs(gap - period) <= tolerance * period).length >= EXPLAINED * gaps.length;
  // Of two uneven gaps in turn the mean explains neither well: these are times of day.
  const everyMs = explains(nearestPeriod(mean), TOLERANCE_OF_MEAN) ? nearestPeriod(mean) : nearestPeriod(median);
  if (!explains(everyMs, TOLERANCE)) return null;
  const late = quantile(
    gaps.filter((gap) => gap < MISSING_FROM * everyMs).map((gap) => Math.max(0, gap - everyMs)),
    0.99,
  );
  return {
    times: { kind: 'interval', everyMs },
    allowMs: roundUp(everyMs + Math.max(leastLateness(everyMs), 1.5 * late + everyMs / 24), everyMs),
    isRegular: true,
    since: runs[0] as Instant,
    missing: missingIn(runs, everyMs),
  };
}

/** The first of each month, or the like: at most three days from the day that most runs are of. */
function fitMonths(runs: readonly Instant[], zone: string): LearnedSchedule | null {
  const gaps = gapsOf(runs);
  const weeks = gaps.map((gap) => gap / (7 * DAY_MS));
  const isOnOneWeekday = weeks.every(
    (count) => (Math.round(count) === 4 || Math.round(count) === 5) && Math.abs(count - Math.round(count)) < 0.05,
  );
  // Four weeks and five weeks apart: the first Sunday of the month, or the like.
  if (isOnOneWeekday && weeks.some((count) => Math.round(count) === 5)) return fitCalendar(runs, zone);
  const months = [1, 3, 12].find(
    (count) =>
      gaps.filter((gap) => Math.abs(gap / (30.44 * DAY_MS) - count) <= 0.14 * Math.sqrt(count)).length >=
      EXPLAINED * gaps.length,
  );
  if (months === undefined) return null;
  // Every four weeks: what comes on one weekday is no day of a month.
  return isOnOneWeekday && gaps.length >= 3 ? null : monthly(runs, months, gaps);
}

/** On the first and the fifteenth, or the like: a few days of the month, each again and again, of gaps that differ by days. */
function fitMonthDays(runs: readonly Instant[], zone: string): LearnedSchedule | null {
  const gaps = gapsOf(runs);
  if (Math.min(...gaps) < MIN_MONTH_DAYS_APART_MS || Math.max(...gaps) - Math.min(...gaps) < DAY_MS / 2) return null;
  const counts = new Map<number, number>();
  for (const ts of runs) {
    const day = dayOf(wallClockAt(zone, ts));
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  const isOften = [...counts.values()].every((count) => count >= 3);
  return counts.size > 1 && counts.size <= 4 && isOften ? fitCalendar(runs, zone) : null;
}

function monthly(runs: readonly Instant[], months: number, gaps: readonly number[]): LearnedSchedule {
  const late = Math.max(0, ...gaps.map((gap) => gap - months * 31 * DAY_MS));
  return {
    times: { kind: 'months', months },
    allowMs: Math.ceil(Math.max(3 * DAY_MS, 2 * late + DAY_MS) / DAY_MS) * DAY_MS,
    isRegular: true,
    since: runs[0] as Instant,
    missing: [],
  };
}

/** No period explains most gaps: what is seldom exceeded, and half as much again as what ever was. */
function irregular(runs: readonly Instant[]): LearnedSchedule {
  const gaps = gapsOf(runs);
  const longest = 1.5 * Math.max(...gaps);
  const everyMs = niceUp(Math.max(quantile(gaps, 0.9), longest / 4.5));
  return {
    times: { kind: 'interval', everyMs },
    allowMs: roundUp(Math.max(longest, everyMs + leastLateness(everyMs)), everyMs),
    isRegular: false,
    since: runs[0] as Instant,
    missing: [],
  };
}

/** What is added to a period at least: jobs take longer one day, and start later another. */
function leastLateness(everyMs: number): number {
  if (everyMs <= 30 * MINUTE_MS) return 30 * MINUTE_MS;
  if (everyMs <= 6 * HOUR_MS) return HOUR_MS;
  if (everyMs <= DAY_MS) return 2 * HOUR_MS;
  return everyMs <= 2 * DAY_MS ? 4 * HOUR_MS : DAY_MS;
}

/** Rounded up as people write it beside such a period; more than five of them are no window any more. */
function roundUp(ms: number, everyMs: number): number {
  const unit = everyMs < 2 * HOUR_MS ? 15 * MINUTE_MS : everyMs < 3 * DAY_MS ? HOUR_MS : 12 * HOUR_MS;
  return Math.min(Math.ceil(ms / unit) * unit, MOST_PERIODS * everyMs);
}

function nearestPeriod(median: number): number {
  const near = (period: number) => Math.abs(period - median) / period;
  const [nice] = [...PERIODS_MS].sort((a, b) => near(a) - near(b));
  if (nice !== undefined && near(nice) <= 0.06) return nice;
  const unit = median < HOUR_MS ? MINUTE_MS : median < 2 * DAY_MS ? HOUR_MS : DAY_MS;
  return Math.max(unit, Math.round(median / unit) * unit);
}

function niceUp(ms: number): number {
  return PERIODS_MS.find((period) => period >= ms) ?? Math.ceil(ms / DAY_MS) * DAY_MS;
}

/** About when runs are missing, by the gaps that are longer than a period and a half. */
export function missingIn(runs: readonly Instant[], everyMs: number): readonly Instant[] {
  return runs.slice(1).flatMap((ts, index) => {
    const before = runs[index] as Instant;
    if (ts - before < MISSING_FROM * everyMs) return [];
    const count = Math.max(1, Math.round((ts - before) / everyMs) - 1);
    return Array.from({ length: Math.min(count, 100) }, (_, number) => before + (number + 1) * everyMs);
  });
}
