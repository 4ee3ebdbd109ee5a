import type { Instant } from '../instant.ts';
import { startOfDay } from './calendar-days.ts';
import { instantOf, wallClockAt } from './zone.ts';

/**
 * The same time of day that many calendar months later in a zone, clamped to the month's end: a month after 31 January
 * is 28 February. Source: docs/design/rules-doc.md#months.
 */
export function addMonths(zone: string, instant: Instant, months: number): Instant {
  const wall = wallClockAt(zone, instant);
  const date = new Date(wall);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay));
  return instantOf(zone, day + wall - startOfDay(wall));
}
