import { isoWeekday } from '../hours/calendar-days.ts';
import { isAway, isWithinHours, type PersonHours } from '../hours/person-hours.ts';
import { dateText, localDay } from '../hours/zone.ts';
import type { Instant } from '../instant.ts';

/** What keeps a person from being notified; `hours` where nothing of their own does at that instant. */
export type Hold = 'away' | 'holiday' | 'day-off' | 'quiet-hours' | 'hours';

/** Why a notification goes to another person than the one asked for, or later. */
export type ReachReason =
  | { readonly code: 'covered'; readonly personId: string; readonly by: string }
  | { readonly code: 'held'; readonly personId: string; readonly hold: Hold }
  | { readonly code: 'away-without-cover'; readonly personId: string }
  | { readonly code: 'all-away' }
  | { readonly code: 'unreachable-admin-instead'; readonly personId: string }
  | { readonly code: 'unreachable-and-admin'; readonly personId: string };

/** What holds a person's notifications at `t`. */
export function holdAt(hours: PersonHours, t: Instant): Hold {
  const day = localDay(hours.timezone, t);
  if (isAway(hours, t)) return 'away';
  if (hours.holidays.has(dateText(day))) return 'holiday';
  if (!hours.weekdays.includes(isoWeekday(day))) return 'day-off';
  return isWithinHours(hours, t) ? 'hours' : 'quiet-hours';
}
