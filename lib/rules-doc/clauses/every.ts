import { DAY_S, HOUR_S, MINUTE_S } from '../../core/instant.ts';
import type { Rule } from '../../core/model/rule.ts';
import { formatDuration } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { formatPeriod, type Period } from '../sentence/slots/duration.ts';
import { type Clause, type Said, way } from './clause.ts';
import { FREQUENCIES_LEFT_OPEN } from './frequencies-left-open.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good, type Reading } from './units.ts';

const HOUR = { seconds: HOUR_S, unit: 'hours' } as const;
const DAY = { seconds: DAY_S, unit: 'hours' } as const;
const WEEK = { seconds: 7 * DAY_S, unit: 'days' } as const;

const every = (value: Period): Reading<Said> => good({ every: value });
/** A number alone behind `every day` is counted in hours, however the day was written. */
const period = (value: Period) => every('seconds' in value && value.seconds === DAY_S ? DAY : value);

/** `twice a day` is every 12 hours; what does not come out in whole minutes is better written as times of day. */
function timesADay(count: number): Reading<Said> {
  return every({ seconds: DAY_S / count, unit: 'hours' });
}

const COUNTS = [
  ['(twice | two times | 2 times | 2 x | 2x)', 2],
  ['(three times | 3 times | 3 x | 3x | thrice)', 3],
  ['(four times | 4 times | 4 x | 4x)', 4],
  ['(six times | 6 times | 6 x | 6x)', 6],
  ['(eight times | 8 times | 8 x | 8x)', 8],
  ['(twelve times | 12 times | 12 x | 12x)', 12],
] as const;

const OTHERS = '(other | second | 2nd | alternate)';

/** `every 24 hours`: how long after a run the next is expected. */
export const everyClause: Clause<'every', Period> = {
  name: 'every',
  ways: [
    way<[Period]>('(every | each | once every | once in) {period}', period),
    way<[Period]>('{period}', period),
    way('(hourly | every hour | each hour | once an hour | once per hour | per hour | once every hour)', () =>
      every(HOUR),
    ),
    way(
      '(daily | nightly | every day | every night | each day | each night | [once] per day | once [a | each | every] (day | night) | once daily | once nightly | every single day)',
      () => every(DAY),
    ),
    way('(weekly | every week | each week | [once] per week | once (a | each | every) week | once weekly)', () =>
      every(WEEK),
    ),
    way(`every ${OTHERS} (day | night)`, () => every({ seconds: 2 * DAY_S, unit: 'days' })),
    way('every (third | 3rd) (day | night)', () => every({ seconds: 3 * DAY_S, unit: 'days' })),
    way(`every ${OTHERS} hour`, () => every({ seconds: 2 * HOUR_S, unit: 'hours' })),
    way(`(fortnightly | every fortnight | once a fortnight | every ${OTHERS} week)`, () =>
      every({ seconds: 14 * DAY_S, unit: 'days' }),
    ),
    way('every (quarter of an hour | quarter hour)', () => every({ seconds: 15 * MINUTE_S, unit: 'minutes' })),
    way('(half-hourly | twice an hour | twice per hour)', () => every({ seconds: 30 * MINUTE_S, unit: 'minutes' })),
    ...COUNTS.map(([words, count]) => way(`${words} (a | per | each | every) day`, () => timesADay(count))),
    ...COUNTS.map(([words, count]) => way(`${words} daily`, () => timesADay(count))),
    way(
      '(monthly | every [calendar] month | each month | [once] per month | once (a | each | every) month | once monthly)',
      () => every({ months: 1 }),
    ),
    way(`every ${OTHERS} month`, () => every({ months: 2 })),
    way('(quarterly | every quarter | each quarter | once (a | per | each | every) quarter | per quarter)', () =>
      every({ months: 3 }),
    ),
    way('(half-yearly | every half year | twice a year | every half-year | semi-annually | semiannually)', () =>
      every({ months: 6 }),
    ),
    way(
      '(yearly | annually | every year | each year | once (a | per | each | every) year | per year | per annum)',
      () => every({ months: 12 }),
    ),
    ...FREQUENCIES_LEFT_OPEN,
  ],
  canonical: (value) => ('months' in value ? monthsText(value.months) : `every ${formatPeriod(value.seconds)}`),
  toMapping: (value) => ('months' in value ? { every_months: value.months } : { every: value.seconds }),
  fromMapping: (mapping) =>
    'every_months' in mapping
      ? { months: plainNumber(mapping, 'every_months') }
      : { seconds: plainNumber(mapping, 'every'), unit: 'hours' },
  sentences: (text) => [text, `every ${text}`],
  schema: quantity('How often the job runs', '24 hours', '7 days', 'hourly', 'daily', 'weekly', 'monthly'),
  docs: {
    write: 'every 24 hours',
    also: [
      'daily',
      'nightly',
      'every day',
      'once a day',
      'hourly',
      'weekly',
      'every other day',
      'twice a day',
      'every half hour',
      'fortnightly',
    ],
    means: 'how long after a good backup the next one is expected; every month, quarter or year goes by the calendar',
  },
  excludes: ['at', 'cron'],
  follows: ['at', 'by', 'cron'],
  limits: null,
  describe: ({ schedule, timezone }) => {
    if (schedule.kind === 'interval') {
      return `every ${formatDuration(schedule.everyS)}, allow ${formatDuration(schedule.allowS)}, alert after ${formatDuration(schedule.hardAfterS, schedule.allowS)}`;
    }
    if (schedule.kind === 'calendar') return null;
    const allow =
      schedule.maxAgeS === null
        ? `allow ${formatDuration(schedule.lateS)} late`
        : `allow ${formatDuration(schedule.maxAgeS)}`;
    const alert =
      schedule.hardAfterS === null
        ? `alert after ${schedule.marginPercent}% of that more`
        : `alert after ${formatDuration(schedule.hardAfterS)}`;
    return `${monthsText(schedule.months)} by the calendar (${timezone}), ${allow}, ${alert}`;
  },
  compare: (before, after) => {
    const [from, to] = [periodOf(before), periodOf(after)];
    if (from === null || to === null) return null;
    return compareLimit(
      'every',
      from.order,
      to.order,
      (order) => (order === from.order ? from.text : to.text),
      'lower',
    );
  },
};

function monthsText(months: number): string {
  return months === 1 ? 'every month' : `every ${months} months`;
}

function periodOf({ schedule }: Rule): { readonly order: number; readonly text: string } | null {
  switch (schedule.kind) {
    case 'calendar':
      return null;
    case 'interval':
      return { order: schedule.everyS, text: formatDuration(schedule.everyS) };
    case 'months':
      return {
        order: schedule.months * 30.5 * DAY_S,
        text: schedule.months === 1 ? 'month' : `${schedule.months} months`,
      };
  }
}
