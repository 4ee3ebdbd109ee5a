import { isoWeekOf, isoWeekStart } from '../hours/iso-week.ts';
import { instantOf } from '../hours/zone.ts';
import { DAY_MS, HOUR_MS, type Instant, SECOND_MS, type WallClock } from '../instant.ts';
import type { DateDigits } from './key-search.ts';

/** The hour, day, week, month or year that a path names, in a zone, or its second. The end is the first instant after it. */
export interface PathPeriod {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * The finest period that a path's date parts name: `{yyyy}/{MM}` is a month. Null when the year is not among them,
 * or there is no such date (31 February, a week 53 of a year that has 52).
 */
export function pathPeriod(date: DateDigits, zone: string): PathPeriod | null {
  if (date.unix !== undefined) {
    const from = Number(date.unix) * SECOND_MS;
    return { from, to: from + SECOND_MS };
  }
  if (date.YYYY !== undefined && date.ww !== undefined) {
    const week = isoWeekStart(Number(date.YYYY), Number(date.ww));
    return isoWeekOf(week).year === Number(date.YYYY) ? between(zone, week, week + 7 * DAY_MS) : null;
  }
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
