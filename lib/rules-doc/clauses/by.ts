import * as z from 'zod';
import type { GroupDays } from '../../core/hours/calendar-times.ts';
import { formatDays } from '../sentence/slots/format-days.ts';
import { formatTime } from '../sentence/slots/time.ts';
import { type Clause, way } from './clause.ts';
import { daysFromPlain, plainDays } from './plain-days.ts';
import { minuteOfTime } from './plain-value.ts';
import { good } from './units.ts';

/** A deadline; days only where it stands alone. */
export interface Deadline {
  readonly minuteOfDay: number;
  readonly days: GroupDays | null;
}

const DONE =
  '[done | finished | finish | finishes | completed | complete | completes | ready | in place | there | in | landed | land | lands | arrive | arrives | over]';

const by = (minuteOfDay: number, days: GroupDays | null = null) =>
  good({ by: { minuteOfDay, days: days === null || formatDays(days) === '' ? null : days } });

/** `by 06:00`: the time of day by which a run must have landed. */
export const byClause: Clause<'by', Deadline> = {
  name: 'by',
  ways: [
    way<[number]>(`${DONE} by {time} [at the latest]`, (time) => by(time)),
    way<[number]>('(done | finished | completed | ready | complete) before {time}', (time) => by(time)),
    way<[number, { days: GroupDays }]>(`${DONE} by {time} {when}`, (time, { days }) => by(time, days)),
    way<[{ days: GroupDays }, number]>(`{when} ${DONE} by {time}`, ({ days }, time) => by(time, days)),
    way<[{ days: GroupDays }, number]>('{when} (done | finished | completed | ready) before {time}', ({ days }, time) =>
      by(time, days),
    ),
  ],
  canonical: ({ minuteOfDay, days }) => {
    const on = days === null ? '' : formatDays(days);
    return `by ${formatTime(minuteOfDay)}${on === '' ? '' : ` ${on}`}`;
  },
  toMapping: ({ minuteOfDay, days }) => ({ by: formatTime(minuteOfDay), ...(days === null ? {} : plainDays(days)) }),
  fromMapping: (mapping) => ({
    minuteOfDay: minuteOfTime(String(mapping.by)),
    days: 'on' in mapping || 'on_days' in mapping || 'on_nth' in mapping ? daysFromPlain(mapping) : null,
  }),
  sentences: (text) => [`by ${text}`],
  schema: z.string().meta({ description: 'Local time by which a run must have landed: 06:00', examples: ['06:00'] }),
  docs: {
    write: 'by 06:00',
    also: ['done by 6am', 'finished by 06:00', 'every day by 6am', 'weekdays by 7am'],
    means: 'the time of day by which the run must have landed; alone, or beside at',
  },
  follows: ['at', 'cron', 'every'],
  limits: null,
  describe: () => null,
  compare: () => null,
};
