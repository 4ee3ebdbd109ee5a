import * as z from 'zod';
import type { GroupDays, TimeGroup } from '../../core/hours/calendar-times.ts';
import { formatDuration } from '../../core/quantity.ts';
import { compareText } from '../job-change.ts';
import { formatGroups } from '../sentence/slots/format-groups.ts';
import { formatTime } from '../sentence/slots/time.ts';
import { ALL_WEEKDAYS } from '../sentence/slots/weekday.ts';
import { type Clause, type Plain, refusal, way } from './clause.ts';
import { daysFromPlain, plainDays } from './plain-days.ts';
import { minuteOfTime } from './plain-value.ts';
import { describeGroups, scheduleText } from './schedule-text.ts';
import { TIMES_LEFT_OPEN } from './times-left-open.ts';
import { good } from './units.ts';

type Days = { readonly days: GroupDays };

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
    ...TIMES_LEFT_OPEN,
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
  const at = [{ minutesOfDay: [from], days: days ?? { kind: 'weekdays', weekdays: ALL_WEEKDAYS } }];
  return good({ at, by: { minuteOfDay: to, days: null } });
}

function plainGroup({ minutesOfDay, days }: TimeGroup): { readonly [key: string]: Plain } {
  return { at: minutesOfDay.map(formatTime), ...plainDays(days) };
}

interface PlainGroup {
  readonly at: readonly string[];
}
