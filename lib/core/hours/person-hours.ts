import { DAY_MS, type Instant, MINUTE_MS, type WallClock } from '../instant.ts';
import { isoWeekday } from './calendar-days.ts';
import { dateText, instantOf, localDay } from './zone.ts';

/** When a person may be notified (docs/design/routing.md#hours). Holidays are already resolved to dates. */
export interface PersonHours {
  readonly timezone: string;
  /** Minutes after local midnight; may cross it; null when no hour is quiet. */
  readonly quiet: { readonly fromMinute: number; readonly toMinute: number } | null;
  /** ISO weekdays, 1 = Monday. */
  readonly weekdays: readonly number[];
  /** Local dates, `YYYY-MM-DD`. */
  readonly holidays: ReadonlySet<string>;
  /** Local dates, both ends included. */
  readonly away: readonly { readonly from: string; readonly to: string }[];
}

/** From `from` to `to` (exclusive) something holds. */
interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** True when the person is away on the local day of `t`. */
export function isAway(hours: PersonHours, t: Instant): boolean {
  const date = dateText(localDay(hours.timezone, t));
  return hours.away.some(({ from, to }) => from <= date && date <= to);
}

/** True outside quiet hours, on one of the person's days, on no holiday. Being away is not looked at here. */
export function isWithinHours(hours: PersonHours, t: Instant): boolean {
  const day = localDay(hours.timezone, t);
  return isWorkday(hours, day) && !quietSpans(hours, day).some((span) => span.from <= t && t < span.to);
}

/**
 * The next instant after `t` at which `isWithinHours` or `isAway` may change its answer: the beginning of a local day,
 * or an edge of the quiet hours.
 */
export function nextEdge(hours: PersonHours, t: Instant): Instant {
  const day = localDay(hours.timezone, t);
  const edges = [nextDay(hours.timezone, t), ...quietSpans(hours, day).flatMap((span) => [span.from, span.to])];
  return Math.min(...edges.filter((edge) => edge > t));
}

function isWorkday(hours: PersonHours, day: WallClock): boolean {
  return hours.weekdays.includes(isoWeekday(day)) && !hours.holidays.has(dateText(day));
}

/** The beginning of the first local day that begins after `t`; a zone that skips a whole day is stepped over. */
function nextDay(timezone: string, t: Instant): Instant {
  const day = localDay(timezone, t);
  const next = instantOf(timezone, day + DAY_MS);
  return next > t ? next : instantOf(timezone, day + 2 * DAY_MS);
}

/**
 * The quiet hours that touch a local day: those that began the evening before, and those of the day itself. The day
 * before is the one that the clock showed: there are zones that skipped one.
 */
function quietSpans(hours: PersonHours, day: WallClock): Span[] {
  if (hours.quiet === null) return [];
  const { fromMinute, toMinute } = hours.quiet;
  const length = toMinute > fromMinute ? 0 : DAY_MS;
  const spanOf = (from: WallClock): Span => ({
    from: instantOf(hours.timezone, from + fromMinute * MINUTE_MS),
    to: instantOf(hours.timezone, from + length + toMinute * MINUTE_MS),
  });
  const dayBefore = localDay(hours.timezone, instantOf(hours.timezone, day) - 1);
  return [spanOf(dayBefore), spanOf(day)];
}
