import { DAY_MS, type WallClock } from '../instant.ts';
import type { GroupDays, TimeGroup } from './calendar-times.ts';

const DAYS_IN_WEEK = 7;

/** The wall-clock midnight that begins the day of a wall clock. */
export function startOfDay(wall: WallClock): WallClock {
  return Math.floor(wall / DAY_MS) * DAY_MS;
}

/** The milliseconds of a wall clock since its day began. */
export function timeOfDay(wall: WallClock): number {
  return wall - startOfDay(wall);
}

/** 1 = Monday to 7 = Sunday. 1970-01-01 was a Thursday. */
export function isoWeekday(wall: WallClock): number {
  return ((((Math.floor(wall / DAY_MS) + 3) % DAYS_IN_WEEK) + DAYS_IN_WEEK) % DAYS_IN_WEEK) + 1;
}

/** The minutes of a day on which these groups expect a run, ascending and distinct; `day` is a wall-clock midnight. */
export function minutesOn(groups: readonly TimeGroup[], day: WallClock): readonly number[] {
  const onDay = groups.filter(({ days }) => isDayOf(days, day));
  const [only] = onDay;
  if (only === undefined) return [];
  if (onDay.length === 1) return only.minutesOfDay;
  return [...new Set(onDay.flatMap(({ minutesOfDay }) => minutesOfDay))].sort((a, b) => a - b);
}

/** Whether a wall-clock midnight is one of these days. */
export function isDayOf(days: GroupDays, day: WallClock): boolean {
  switch (days.kind) {
    case 'weekdays':
      return days.weekdays.includes(isoWeekday(day));
    case 'month-days':
      return days.monthDays.some((monthDay) => (monthDay === 'last' ? isLastOfMonth(day) : monthDay === dayOf(day)));
    case 'nth-weekdays':
      return days.nthWeekdays.some(
        ({ nth, weekday }) => weekday === isoWeekday(day) && (nth === 'last' ? isLastWeek(day) : nth === weekOf(day)),
      );
  }
}

/** The day of the month. */
export function dayOf(day: WallClock): number {
  return new Date(day).getUTCDate();
}

/** Which of its weekday in the month a day is: 1 for the first. */
export function weekOf(day: WallClock): number {
  return Math.ceil(dayOf(day) / DAYS_IN_WEEK);
}

function isLastOfMonth(day: WallClock): boolean {
  return dayOf(day + DAY_MS) === 1;
}

/** True where the same weekday a week later is in the next month. */
export function isLastWeek(day: WallClock): boolean {
  return dayOf(day + DAYS_IN_WEEK * DAY_MS) <= DAYS_IN_WEEK;
}
