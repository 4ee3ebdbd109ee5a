import { describe, expect, it } from 'vitest';
import { isAway, isWithinHours, nextEdge, type PersonHours } from '../../../lib/core/hours/person-hours.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { reachInPerson } from '../../../lib/core/people/reach.ts';
import { ALL_DAYS, at, WEEKDAYS } from '../decision/given.ts';
import { peopleOf, person } from '../routing/setting.ts';
import { compatible, datesAround, FROM, jumpsOf, momentsAround, TO, YEARS, YEARS_END, ZONES, zoned } from './oracle.ts';

function hoursOf(overrides: Partial<PersonHours> = {}): PersonHours {
  return { timezone: 'UTC', quiet: null, weekdays: ALL_DAYS, holidays: new Set(), away: [], ...overrides };
}

function quiet(from: string, to: string): PersonHours['quiet'] {
  const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  return { fromMinute: minuteOf(from), toMinute: minuteOf(to) };
}

/** The slow way, by Temporal alone: every local day and every quiet span near a moment, written out beforehand. */
class WrittenOut {
  readonly #days: readonly { readonly from: Instant; readonly to: Instant; readonly isWorkday: boolean }[];
  readonly #quiet: readonly { readonly from: Instant; readonly to: Instant }[];

  constructor(hours: PersonHours, moment: Instant) {
    const dates = datesAround(hours.timezone, moment, 4, 10);
    const beginOf = (date: (typeof dates)[number]) => date.toZonedDateTime(hours.timezone).epochMilliseconds;
    this.#days = dates.map((date) => ({
      from: beginOf(date),
      to: beginOf(date.add({ days: 1 })),
      isWorkday: hours.weekdays.includes(date.dayOfWeek) && !hours.holidays.has(date.toString()),
    }));
    this.#quiet = dates.flatMap((date) => {
      if (hours.quiet === null) return [];
      const { fromMinute, toMinute } = hours.quiet;
      const end = toMinute > fromMinute ? date : date.add({ days: 1 });
      return [{ from: compatible(hours.timezone, date, fromMinute), to: compatible(hours.timezone, end, toMinute) }];
    });
  }

  isWithin(t: Instant): boolean {
    const day = this.#days.find(({ from, to }) => from <= t && t < to);
    if (day === undefined) throw new Error(`not written out: ${new Date(t).toISOString()}`);
    return day.isWorkday && !this.#quiet.some(({ from, to }) => from <= t && t < to);
  }
}

describe('hours of a person', () => {
  const office = hoursOf({ timezone: 'Asia/Singapore', quiet: quiet('20:00', '08:00'), weekdays: WEEKDAYS });
  const cases: readonly { name: string; hours: PersonHours; t: string; want: boolean }[] = [
    { name: 'with nothing said, any hour will do', hours: hoursOf(), t: '2026-11-22T03:00:00Z', want: true },
    { name: 'the minute before quiet hours begin', hours: office, t: '2026-11-20T19:59:59+08:00', want: true },
    { name: 'the moment quiet hours begin', hours: office, t: '2026-11-20T20:00:00+08:00', want: false },
    { name: 'quiet hours go on past midnight', hours: office, t: '2026-11-20T07:59:59+08:00', want: false },
    { name: 'the moment quiet hours end', hours: office, t: '2026-11-20T08:00:00+08:00', want: true },
    { name: 'Saturday is none of the days', hours: office, t: '2026-11-21T12:00:00+08:00', want: false },
    {
      name: "Monday morning is quiet by Sunday night's hours",
      hours: office,
      t: '2026-11-23T07:00:00+08:00',
      want: false,
    },
    {
      name: 'quiet hours within a day',
      hours: hoursOf({ quiet: quiet('12:00', '13:00') }),
      t: '2026-11-20T12:59:59Z',
      want: false,
    },
    {
      name: 'quiet until midnight',
      hours: hoursOf({ quiet: quiet('22:00', '00:00') }),
      t: '2026-11-20T23:59:59Z',
      want: false,
    },
    {
      name: 'and not at midnight',
      hours: hoursOf({ quiet: quiet('22:00', '00:00') }),
      t: '2026-11-21T00:00:00Z',
      want: true,
    },
    {
      name: 'a span that ends when it begins is the whole day',
      hours: hoursOf({ quiet: quiet('08:00', '08:00') }),
      t: '2026-11-21T08:00:00Z',
      want: false,
    },
    {
      name: 'a holiday is the local date',
      hours: hoursOf({ timezone: 'Asia/Singapore', holidays: new Set(['2026-12-25']) }),
      t: '2026-12-24T16:00:00Z',
      want: false,
    },
    {
      name: 'and ends with it',
      hours: hoursOf({ timezone: 'Asia/Singapore', holidays: new Set(['2026-12-25']) }),
      t: '2026-12-25T16:00:00Z',
      want: true,
    },
    {
      name: 'being away is not looked at here',
      hours: hoursOf({ away: [{ from: '2026-11-20', to: '2026-11-22' }] }),
      t: '2026-11-21T08:00:00Z',
      want: true,
    },
  ];
  it.each(cases)('$name: $want', ({ hours, t, want }) => {
    expect(isWithinHours(hours, at(t))).toBe(want);
  });

  it.each([
    ['the day before', '2026-12-19T15:59:59Z', false],
    ['the first moment of the first day', '2026-12-19T16:00:00Z', true],
    ['the last moment of the last day', '2027-01-03T15:59:59Z', true],
    ['the day after', '2027-01-03T16:00:00Z', false],
  ])('away, both days included: %s', (_, t, want) => {
    const away = hoursOf({ timezone: 'Asia/Singapore', away: [{ from: '2026-12-20', to: '2027-01-03' }] });
    expect(isAway(away, at(t))).toBe(want);
  });
});

describe.each(ZONES)(`hours around every jump of ${YEARS} in %s`, (timezone) => {
  const jumps = jumpsOf(timezone, FROM, YEARS_END);
  const moments = jumps.length > 0 ? jumps : [at('2027-03-28T01:00:00Z')];
  const kinds: readonly PersonHours[] = [
    hoursOf({ timezone, quiet: quiet('20:00', '08:00'), weekdays: WEEKDAYS }),
    hoursOf({ timezone, quiet: quiet('02:15', '02:45') }),
    hoursOf({ timezone, quiet: quiet('22:30', '02:30') }),
    hoursOf({ timezone, quiet: quiet('01:30', '00:30'), weekdays: [6, 7] }),
    hoursOf({ timezone, quiet: quiet('00:00', '03:00') }),
  ];

  it('are what a minute-by-minute look says, and change only at an edge', () => {
    for (const hours of kinds) {
      for (const moment of moments) {
        let edge = Number.NEGATIVE_INFINITY;
        let current = false;
        const slow = new WrittenOut(hours, moment);
        for (const t of momentsAround(moment)) {
          const want = slow.isWithin(t);
          if (isWithinHours(hours, t) !== want)
            expect.fail(`${JSON.stringify(hours)} at ${zoned(timezone, t)}: wanted ${want}`);
          if (t >= edge) {
            edge = nextEdge(hours, t);
            current = want;
            if (edge <= t) expect.fail(`an edge that is not later, at ${zoned(timezone, t)}`);
          } else if (want !== current) {
            expect.fail(
              `${JSON.stringify(hours)} changed at ${zoned(timezone, t)}, before the edge ${zoned(timezone, edge)}`,
            );
          }
        }
      }
    }
  });

  it('give the first minute at which a person can be told', () => {
    for (const hours of kinds) {
      for (const moment of moments) {
        const slow = new WrittenOut(hours, moment);
        for (const t of [moment - 9 * HOUR_MS, moment - 61_000, moment, moment + 7 * HOUR_MS + 1]) {
          let want = t;
          // Edges lie on whole minutes, so nothing is missed between them.
          while (!slow.isWithin(want)) want = Math.floor(want / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
          const { holidays, ...own } = hours;
          const sam = person('sam', { ...own, holidays: ['SG'] });
          const got = reachInPerson(peopleOf([sam], null, [...holidays]), 'sam', t)?.at ?? null;
          if (got !== want)
            expect.fail(
              `${JSON.stringify(hours)} from ${zoned(timezone, t)}: ${got && zoned(timezone, got)}, wanted ${zoned(timezone, want)}`,
            );
        }
      }
    }
  });
});

it('the next edge is never further than the next local day', () => {
  for (const timezone of ZONES) {
    const hours = hoursOf({ timezone });
    for (let t = FROM; t < TO; t += 11 * HOUR_MS)
      expect(nextEdge(hours, t) - t).toBeLessThanOrEqual(DAY_MS + 2 * HOUR_MS);
  }
});
