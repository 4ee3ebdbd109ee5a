import { type DayState, type DayView, dayStateOf, type RowDays } from './day.ts';
import { dateAfter, daysBetween } from './today.ts';

/**
 * How the last `count` days went, today's last, from what the job's row holds: a list of many jobs needs no more
 * requests for its strips than it has made for the rows.
 */
export function stripOf(days: RowDays | null, today: string, count: number): readonly DayState[] {
  const strip = new Array<DayState>(count).fill('none');
  if (days === null) return strip;
  const ago = daysBetween(days.today.day, today) ?? count;
  const known: DayState[] = [days.today.state, ...[...days.before].reverse().map(dayStateOf)];
  for (const [index, state] of known.entries()) {
    const place = count - 1 - ago - index;
    if (place >= 0 && place < count) strip[place] = state;
  }
  return strip;
}

/**
 * The last `count` days, today's last, from the log and the row, which alone holds today's. Days no one knows anything
 * of are there as well, as `none`. `atRiskSeconds`: how old the newest good run is now, null without one; today's age
 * grows with it, and is noted only when the next run lands.
 */
export function daysShown(
  logged: readonly DayView[],
  days: RowDays | null,
  today: string,
  count: number,
  atRiskSeconds: number | null,
): readonly DayView[] {
  const known = new Map<string, DayView>(logged.map((day) => [day.day, day]));
  if (days !== null)
    known.set(days.today.day, days.today.day === today ? grown(days.today, atRiskSeconds) : days.today);
  return Array.from({ length: count }, (_, index) => {
    const day = dateAfter(today, index - count + 1);
    return known.get(day) ?? { day, state: 'none', sizeBytes: null, ageSeconds: null };
  });
}

function grown(day: DayView, atRiskSeconds: number | null): DayView {
  if (atRiskSeconds === null) return day;
  return { ...day, ageSeconds: Math.max(day.ageSeconds ?? 0, atRiskSeconds) };
}
