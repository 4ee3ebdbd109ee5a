import { isoWeekday } from '../hours/calendar-days.ts';
import { wallClockAt } from '../hours/zone.ts';
import { DAY_MS, type Instant } from '../instant.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Within this time a weekday says which day is meant. */
const NEAR_MS = 6 * DAY_MS;

/** The zone and the moment that a reader reads in. */
export interface Reading {
  readonly timezone: string;
  readonly at: Instant;
}

/** An instant on the reader's own clock: `Tue 02:04`; further off `Tue 24 Nov 02:04`; in another year with it. */
export function localTime(instant: Instant, { timezone, at }: Reading): string {
  const wall = wallClockAt(timezone, instant);
  const date = new Date(wall);
  const time = date.toISOString().slice(11, 16);
  const weekday = WEEKDAYS[isoWeekday(wall) - 1];
  if (Math.abs(instant - at) <= NEAR_MS) return `${weekday} ${time}`;
  const year = date.getUTCFullYear();
  const isThisYear = year === new Date(wallClockAt(timezone, at)).getUTCFullYear();
  return `${weekday} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${isThisYear ? '' : ` ${year}`} ${time}`;
}

/** A day on the reader's own calendar: `Fri 4 Dec`. */
export function localDate(instant: Instant, { timezone }: Reading): string {
  const wall = wallClockAt(timezone, instant);
  const date = new Date(wall);
  return `${WEEKDAYS[isoWeekday(wall) - 1]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** A test's sentence with its instants, written in UTC, on the reader's own clock. */
export function inLocalTime(sentence: string, reading: Reading): string {
  return sentence.replace(/(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/g, (text, date: string, time: string) => {
    const instant = Date.parse(`${date}T${time}:00Z`);
    return Number.isNaN(instant) ? text : localTime(instant, reading);
  });
}
