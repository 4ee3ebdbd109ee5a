import { instantOf } from '../hours/zone.ts';
import { DAY_MS, HOUR_MS, type Instant, type WallClock } from '../instant.ts';
import type { DateDigits } from './place-matcher.ts';

/** The hour, day, month or year that a path names, in a zone. The end is the first instant after it. */
export interface PathPeriod {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * The finest period that a path's date parts name: `{yyyy}/{MM}` is a month. Null when the year is not among them,
 * or there is no such date (31 February).
 */
export function pathPeriod(date: DateDigits, zone: string): PathPeriod | null {
  if (date.yyyy === undefined) return null;
  const year = Number(date.yyyy);
  if (date.MM === undefined) return between(zone, Date.UTC(year, 0), Date.UTC(year + 1, 0));
  const month = Number(date.MM) - 1;
  if (date.dd === undefined) return between(zone, Date.UTC(year, month), Date.UTC(year, month + 1));
  const day = Date.UTC(year, month, Number(date.dd));
  if (new Date(day).getUTCMonth() !== month) return null;
  if (date.HH === undefined) return between(zone, day, day + DAY_MS);
  const hour = day + Number(date.HH) * HOUR_MS;
  return between(zone, hour, hour + HOUR_MS);
}

function between(zone: string, from: WallClock, to: WallClock): PathPeriod {
  return { from: instantOf(zone, from), to: instantOf(zone, to) };
}
