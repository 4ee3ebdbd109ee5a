import { isoWeekday } from '../hours/calendar-days.ts';
import { isAway, type PersonHours } from '../hours/person-hours.ts';
import { dateText, instantOf, localDay, wallClockAt } from '../hours/zone.ts';
import { DAY_MS, type Instant, MINUTE_MS, type WallClock } from '../instant.ts';

export type SummaryWish = 'daily' | 'weekly' | 'never';

/** How far back a reader's news may reach: further than any usual absence. */
const MAX_DAYS = 28;

/**
 * The instant, now or before, at which the newest daily summary was to go out: `minute` after a local midnight. A time
 * that daylight saving skips moves forward.
 */
export function newestSummaryTime(zone: string, minute: number, now: Instant): Instant {
  const day = localDay(zone, now);
  const today = instantOf(zone, day + minute * MINUTE_MS);
  return today <= now ? today : instantOf(zone, day - DAY_MS + minute * MINUTE_MS);
}

/**
 * Since when a summary on the day of `now` has news for a person; null when there is none that day. Daily means on each
 * of their days: days off, holidays and absences bring none, and the next one reaches back over them. Weekly means on
 * the first of their days of a week, Monday as a rule. Days are those of `zone`, the settings'. The day that daylight
 * saving makes an hour longer counts whole: an hour may be reported twice, and none is left out.
 */
export function newsSince(wish: SummaryWish, hours: PersonHours, zone: string, now: Instant): Instant | null {
  const today = localDay(zone, now);
  if (!isDue(wish, hours, today)) return null;
  for (let days = 1; days <= MAX_DAYS; days += 1) {
    if (isDue(wish, hours, today - days * DAY_MS)) return daysBefore(now, days, zone);
  }
  return daysBefore(now, MAX_DAYS, zone);
}

function daysBefore(now: Instant, days: number, zone: string): Instant {
  return Math.min(now - days * DAY_MS, instantOf(zone, wallClockAt(zone, now) - days * DAY_MS));
}

function isDue(wish: SummaryWish, hours: PersonHours, day: WallClock): boolean {
  if (wish === 'never' || !isOwnDay(hours, day)) return false;
  if (wish === 'daily') return true;
  for (let before = isoWeekday(day) - 1; before > 0; before -= 1) {
    if (isOwnDay(hours, day - before * DAY_MS)) return false;
  }
  return true;
}

/** `day` is a date: it is looked up as such, at its noon in the person's own zone. */
function isOwnDay(hours: PersonHours, day: WallClock): boolean {
  if (!hours.weekdays.includes(isoWeekday(day)) || hours.holidays.has(dateText(day))) return false;
  return !isAway(hours, instantOf(hours.timezone, day + DAY_MS / 2));
}
