import * as z from 'zod';
import type { GroupDays, TimeGroup } from '../../core/hours/calendar-times.ts';
import type { Rule } from '../../core/model/rule.ts';
import { formatDuration } from '../../core/quantity.ts';
import { compareText } from '../job-change.ts';
import { ALL_WEEKDAYS, formatDays, weekdayName, weekdayOf } from '../sentence/slots/days.ts';
import { formatTime } from '../sentence/slots/time.ts';
import { formatGroups } from '../sentence/slots/times.ts';
import { type Clause, type Plain, refusal, way } from './clause.ts';
import { good } from './units.ts';

type Days = { readonly days: GroupDays };

const withTimes = (days: GroupDays) => {
  const on = formatDays(days);
  return `at 02:00${on === '' ? '' : ` ${on}`}`;
};

const dayList = z.union([z.string(), z.array(z.string())]);

/** `at 02:00 and 14:00 on weekdays`: times of day in the job's zone. */
export const atClause: Clause<'at', readonly TimeGroup[]> = {
  name: 'at',
  ways: [
    way<[readonly TimeGroup[]]>('[starts | start | begins] {times}', (at) => good({ at })),
    way<[number, number]>('between {time} and {time}', (from, to) => between(from, to, null)),
    way<[number, number, Days]>('between {time} and {time} {when}', (from, to, { days }) => between(from, to, days)),
    way<[Days, number, number]>('{when} between {time} and {time}', ({ days }, from, to) => between(from, to, days)),
    refusal<[number, number]>(
      '[at | from] {time} (to | - | \u2013 | \u2014 | until | till) {time}',
      (from, to) => `a span of time is a time and a deadline; write at ${formatTime(from)}, by ${formatTime(to)}`,
    ),
    refusal<[Days]>(
      '{when}',
      ({ days }) => `these days have no time of day; write ${withTimes(days)}, with the time at which it runs`,
      'DAYS_WITHOUT_TIME',
    ),
    refusal<[number]>(
      '(weekly | once a week | every week) (at | around | about) {time}',
      (time) => `which day of the week is not said; write at ${formatTime(time)} on mon, with the day that is meant`,
      'DAYS_WITHOUT_TIME',
    ),
    refusal<[number]>(
      '(monthly | once a month | every month) (at | around | about) {time}',
      (time) =>
        `which day of the month is not said; write at ${formatTime(time)} on the 1st of the month, with the day that is meant`,
      'DAYS_WITHOUT_TIME',
    ),
    ...(
      [
        ['(night | nights)', '23:00'],
        ['(morning | mornings)', '06:00'],
        ['(afternoon | afternoons)', '14:00'],
        ['(evening | evenings)', '20:00'],
      ] as const
    ).map(([words, time]) =>
      refusal<[Days]>(
        `{when} ${words}`,
        ({ days }) =>
          `the time of day is not said; write ${withTimes(days).replace('02:00', time)}, with the time at which it runs`,
        'DAYS_WITHOUT_TIME',
      ),
    ),
    refusal<[number, number]>(
      '[on] [the | every] (first | second | third | fourth | last) {weekday} (at | around | by) {time}',
      (weekday, time) =>
        `of what it is the first or the last is not said; write at ${formatTime(time)} on the first ${weekdayName(weekday)} of the month, with the one that is meant`,
    ),
    refusal(
      '[at] [the] (end | month-end | month end) [of [the | each | every] month]',
      () => 'write the time as well: at 23:00 on the last day of the month',
      'DAYS_WITHOUT_TIME',
    ),
    refusal(
      '[at] [the] (start | beginning) of [the | each | every] month',
      () => 'write the time as well: at 02:00 on the 1st of the month',
      'DAYS_WITHOUT_TIME',
    ),
    refusal(
      '(in the | during the | overnight | at) (morning | evening | afternoon | night) ',
      () => 'write the time of day, such as at 02:00',
      'BAD_TIME',
    ),
    refusal('overnight', () => 'write the time of day, such as at 02:00; or every 24 hours', 'BAD_TIME'),
    refusal<[number, number]>(
      'every (other | second | 2nd | alternate) {weekday} (at | around) {time}',
      (weekday, time) => otherWeek(weekday, formatTime(time)),
    ),
    refusal<[number]>('every (other | second | 2nd | alternate) {weekday}', (weekday) => otherWeek(weekday, '02:00')),
    refusal(
      '[no alerts | no alert | no runs | no backups | none | not | never] (except | excluding | not | but not | skip | on | apart from) [on | for | during] [public | bank | national] (holidays | holiday | vacation | christmas)',
      () =>
        'dates without runs are a key of their own; write skips: and a country such as SG, or a calendar, under the job',
    ),
  ],
  canonical: formatGroups,
  toMapping: (groups) => {
    const [only] = groups;
    const plain = groups.map(plainGroup);
    return groups.length === 1 && only !== undefined ? plainGroup(only) : { times: plain };
  },
  fromMapping: (mapping) =>
    ((mapping.times ?? [mapping]) as readonly PlainGroup[]).map(({ at, ...days }) => ({
      minutesOfDay: at.map(minuteOfTime),
      days: daysFromPlain(days),
    })),
  sentences: (text) => [`at ${text}`, text],
  schema: z.union([z.string(), z.array(z.string())]).meta({
    description: 'Local times at which runs are expected: 02:00, [02:00, 14:00]',
    examples: ['02:00', ['02:00', '14:00']],
  }),
  docs: {
    write: 'at 02:00 and 14:00 on weekdays',
    also: [
      'daily at 2am',
      'every Monday at 03:00',
      'weekdays at 22:00 and at 04:00 on Sunday',
      'at 02:00 except Sundays',
      'at 03:00 on the 1st of the month',
      'at 23:00 on the last day of the month',
      'first Sunday of the month at 04:00',
      'between 01:00 and 03:00',
    ],
    means: 'the times of day at which runs are expected, in the job’s time zone, on every day or on the days named',
  },
  excludes: ['every', 'cron'],
  follows: ['by', 'cron', 'every'],
  limits: null,
  describe: ({ schedule, timezone }) => {
    if (schedule.kind !== 'calendar') return null;
    const { times, allowS, hardAfterS, earlyS, isDeadline } = schedule;
    const when = times.kind === 'cron' ? `cron "${times.expression}"` : describeGroups(times.groups, isDeadline);
    const early = isDeadline ? 'counted from the time before' : `early ${formatDuration(earlyS)}`;
    return `${when} (${timezone}), allow ${formatDuration(allowS)}, alert after ${formatDuration(hardAfterS, allowS)}, ${early}`;
  },
  compare: (before, after) => {
    if (before.schedule.kind !== 'calendar' && after.schedule.kind !== 'calendar') return null;
    return compareText('schedule', scheduleText(before), scheduleText(after));
  },
};

function between(from: number, to: number, days: GroupDays | null) {
  const at = [{ minutesOfDay: [from], days: days ?? { kind: 'weekdays', weekdays: [1, 2, 3, 4, 5, 6, 7] } }];
  return good({ at, by: { minuteOfDay: to, days: null } });
}

function otherWeek(weekday: number, time: string): string {
  const day = weekdayName(weekday);
  return `which of the weeks is not said; write every 14 days, or days of the month: at ${time} on the first ${day} and the third ${day} of the month`;
}

function plainGroup({ minutesOfDay, days }: TimeGroup): { readonly [key: string]: Plain } {
  return { at: minutesOfDay.map(formatTime), ...plainDays(days) };
}

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

interface PlainGroup {
  readonly at: readonly string[];
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

/** Minutes after midnight of `02:00`. */
export function minuteOfTime(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

function describeGroups(groups: readonly TimeGroup[], isDeadline: boolean): string {
  return groups
    .map(({ minutesOfDay, days }) => {
      const on = formatDays(days);
      return `${isDeadline ? 'by' : 'at'} ${minutesOfDay.map(formatTime).join(' and ')} ${on === '' ? 'every day' : on}`;
    })
    .join(' and ');
}

function scheduleText({ schedule, timezone }: Rule): string {
  switch (schedule.kind) {
    case 'interval':
      return `every ${formatDuration(schedule.everyS)}`;
    case 'months':
      return `every ${schedule.months} months (${timezone})`;
    case 'calendar': {
      const { times, isDeadline } = schedule;
      const skips = times.skips === undefined || times.skips.length === 0 ? '' : `, not on ${times.skips.length} dates`;
      const when = times.kind === 'cron' ? `cron "${times.expression}"` : describeGroups(times.groups, isDeadline);
      return `${when} (${timezone})${skips}`;
    }
  }
}

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
