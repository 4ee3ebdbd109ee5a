import { expect, it } from 'vitest';
import { isoWeekOf, isoWeekStart, mondayOf } from '../../../lib/core/hours/iso-week.ts';

it.each([
  { date: '2026-01-01', year: 2026, week: 1, monday: '2025-12-29' },
  { date: '2025-12-28', year: 2025, week: 52, monday: '2025-12-22' },
  { date: '2025-12-29', year: 2026, week: 1, monday: '2025-12-29' },
  { date: '2026-12-31', year: 2026, week: 53, monday: '2026-12-28' },
  { date: '2027-01-03', year: 2026, week: 53, monday: '2026-12-28' },
  { date: '2027-01-04', year: 2027, week: 1, monday: '2027-01-04' },
  { date: '2026-11-28', year: 2026, week: 48, monday: '2026-11-23' },
])('$date is in week $week of $year, which begins on $monday', ({ date, year, week, monday }) => {
  const wall = Date.parse(`${date}T23:59:59Z`);
  expect(isoWeekOf(wall)).toEqual({ year, week });
  expect(new Date(mondayOf(wall)).toISOString()).toBe(`${monday}T00:00:00.000Z`);
  expect(isoWeekStart(year, week)).toBe(mondayOf(wall));
});
