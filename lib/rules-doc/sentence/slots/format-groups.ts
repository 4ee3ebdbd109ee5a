import type { TimeGroup } from '../../../core/hours/calendar-times.ts';
import { formatDays } from './format-days.ts';
import { formatTime } from './time.ts';

/** Groups of the same days become one, so that each rule has one form. */
export function mergeGroups(groups: readonly TimeGroup[]): readonly TimeGroup[] {
  const byDays = new Map<string, TimeGroup>();
  for (const group of groups) {
    const key = JSON.stringify(group.days);
    const minutes = [...(byDays.get(key)?.minutesOfDay ?? []), ...group.minutesOfDay];
    byDays.set(key, { minutesOfDay: [...new Set(minutes)].sort((a, b) => a - b), days: group.days });
  }
  return [...byDays.values()];
}

/** Groups as a sentence writes them: `at 02:00 and 14:00 on weekdays and at 04:00 on sat`. */
export function formatGroups(groups: readonly TimeGroup[]): string {
  return groups
    .map(({ minutesOfDay, days }) => {
      const on = formatDays(days);
      const when = on === '' && groups.length > 1 ? 'every day' : on;
      return `at ${minutesOfDay.map(formatTime).join(' and ')}${when === '' ? '' : ` ${when}`}`;
    })
    .join(' and ');
}
