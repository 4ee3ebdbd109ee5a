import { DAY_MS, type WallClock } from '../instant.ts';

const WEEK_MS = 7 * DAY_MS;

/** The ISO week of a wall-clock reading, and the year it belongs to: week 1 has the year's first Thursday. */
export function isoWeekOf(wall: WallClock): { readonly year: number; readonly week: number } {
  const year = new Date(mondayOf(wall) + 3 * DAY_MS).getUTCFullYear();
  return { year, week: Math.round((mondayOf(wall) - isoWeekStart(year, 1)) / WEEK_MS) + 1 };
}

/** The Monday that an ISO week begins with. */
export function isoWeekStart(year: number, week: number): WallClock {
  return mondayOf(Date.UTC(year, 0, 4)) + (week - 1) * WEEK_MS;
}

/** The midnight that the week of a wall-clock reading begins with. */
export function mondayOf(wall: WallClock): WallClock {
  const day = Math.floor(wall / DAY_MS) * DAY_MS;
  return day - ((new Date(day).getUTCDay() + 6) % 7) * DAY_MS;
}
