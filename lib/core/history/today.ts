import { dateText, instantOf, localDay, parseDate } from '../hours/zone.ts';
import { DAY_MS, type Instant } from '../instant.ts';

/** The day of an instant, where people's days begin at their midnight. */
export interface Today {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly zone: string;
  readonly begins: Instant;
}

/** The day that `now` belongs to in a time zone. */
export function todayIn(zone: string, now: Instant): Today {
  const midnight = localDay(zone, now);
  return { date: dateText(midnight), zone, begins: instantOf(zone, midnight) };
}

/** From when until when a day lasted; null when the text is no date. */
export function spanOfDay(zone: string, date: string): { readonly from: Instant; readonly until: Instant } | null {
  const midnight = parseDate(date);
  if (midnight === null) return null;
  return { from: instantOf(zone, midnight), until: instantOf(zone, midnight + DAY_MS) };
}

/** How many days `to` is after `from`, less than zero when before; null when one of them is no date. */
export function daysBetween(from: string, to: string): number | null {
  const [a, b] = [parseDate(from), parseDate(to)];
  return a === null || b === null ? null : Math.round((b - a) / DAY_MS);
}

/** The date this many days after another. */
export function dateAfter(date: string, days: number): string {
  return dateText((parseDate(date) ?? 0) + days * DAY_MS);
}
