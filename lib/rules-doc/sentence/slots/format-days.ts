import type { GroupDays } from '../../../core/hours/calendar-times.ts';
import { weekdayName } from './weekday.ts';

const NTH_WORDS = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

function ordinal(day: number): string {
  const suffix = day % 10 > 3 || (day > 10 && day < 14) ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${suffix}`;
}

/** Days as a sentence writes them behind a time: `on weekdays`, `on the 1st of the month`; empty for every day. */
export function formatDays(days: GroupDays): string {
  switch (days.kind) {
    case 'weekdays':
      return formatWeekdays(days.weekdays);
    case 'month-days': {
      const words = days.monthDays.map((day) => (day === 'last' ? 'the last day' : `the ${ordinal(day)}`));
      return `on ${words.join(' and ')} of the month`;
    }
    case 'nth-weekdays': {
      const words = days.nthWeekdays.map(
        ({ nth, weekday }) => `the ${nth === 'last' ? 'last' : NTH_WORDS[nth]} ${weekdayName(weekday)}`,
      );
      return `on ${words.join(' and ')} of the month`;
    }
  }
}

function formatWeekdays(weekdays: readonly number[]): string {
  if (weekdays.length === 7) return '';
  if (weekdays.join('') === '12345') return 'on weekdays';
  return `on ${weekdays.map(weekdayName).join(', ')}`;
}
