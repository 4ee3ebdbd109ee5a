import * as z from 'zod';
import type { GroupDays } from '../../core/hours/calendar-times.ts';
import { ALL_WEEKDAYS, weekdayName, weekdayOf } from '../sentence/slots/weekday.ts';
import type { Plain } from './clause.ts';

const dayList = z.union([z.string(), z.array(z.string())]);

/** The schema of the keys that say the days of `at` and `by`. */
export const DAY_KEYS = {
  on: dayList.meta({ description: 'Days of at or by: weekdays, [mon, thu]', examples: ['weekdays', ['mon', 'thu']] }),
  on_days: z
    .array(z.union([z.number().int(), z.literal('last')]))
    .meta({ description: 'Days of the month: [1, last]', examples: [[1, 'last']] }),
  on_nth: z
    .array(z.string())
    .meta({ description: 'n-th weekdays of the month: ["1 sun", "last fri"]', examples: [['1 sun', 'last fri']] }),
} as const;

/** Days as the mapping form has them: `on`, `on_days` or `on_nth`; nothing for every day. */
export function plainDays(days: GroupDays): { readonly [key: string]: Plain } {
  switch (days.kind) {
    case 'weekdays':
      return days.weekdays.length === 7 ? {} : { on: days.weekdays.map(weekdayName) };
    case 'month-days':
      return { on_days: [...days.monthDays] };
    case 'nth-weekdays':
      return { on_nth: days.nthWeekdays.map(({ nth, weekday }) => `${nth} ${weekdayName(weekday)}`) };
  }
}

/** Days from what `plainDays` gave. */
export function daysFromPlain(plain: Readonly<Record<string, unknown>>): GroupDays {
  if (Array.isArray(plain.on_days)) return { kind: 'month-days', monthDays: plain.on_days };
  if (Array.isArray(plain.on_nth)) {
    const nthWeekdays = plain.on_nth.map((text) => {
      const [nth = '', day = ''] = String(text).split(' ');
      return { nth: nth === 'last' ? ('last' as const) : Number(nth), weekday: weekdayOf(day) ?? 1 };
    });
    return { kind: 'nth-weekdays', nthWeekdays };
  }
  const days = Array.isArray(plain.on) ? plain.on.flatMap((day) => weekdayOf(String(day)) ?? []) : ALL_WEEKDAYS;
  return { kind: 'weekdays', weekdays: days };
}
