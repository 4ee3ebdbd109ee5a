import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { CalendarTimes, GroupDays } from '../../../lib/core/hours/calendar-times.ts';
import { expectedBefore, nextExpected } from '../../../lib/core/hours/expected-times.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { ALL_DAYS, at, dailyAt, WEEKDAYS } from '../decision/given.ts';
import { compatible, cronMinutes, datesAround, FROM, jumpsOf, TO, YEARS, YEARS_END, ZONES } from './oracle.ts';

const DST_ZONES = ZONES.filter((zone) => jumpsOf(zone, FROM, TO).length > 0);

/** The slow way: every candidate wall clock of every day near `moment`, turned into an instant by Temporal. */
function expectedAround(times: CalendarTimes, zone: string, moment: Instant, days: number): Instant[] {
  const found = new Set<Instant>();
  for (const date of datesAround(zone, moment, days, 4)) {
    const minutes =
      times.kind === 'cron'
        ? cronMinutes(times.expression, date)
        : times.groups.flatMap(({ days, minutesOfDay }) => (hasDay(days, date) ? minutesOfDay : []));
    for (const minute of minutes) found.add(compatible(zone, date, minute));
  }
  return [...found].sort((a, b) => a - b);
}

function hasDay(days: GroupDays, date: Temporal.PlainDate): boolean {
  switch (days.kind) {
    case 'weekdays':
      return days.weekdays.includes(date.dayOfWeek);
    case 'month-days':
      return days.monthDays.some((day) => date.day === (day === 'last' ? date.daysInMonth : day));
    case 'nth-weekdays':
      return days.nthWeekdays.some(({ nth, weekday }) => {
        const found = Array.from({ length: date.daysInMonth }, (_, index) => date.with({ day: index + 1 }))
          .filter(({ dayOfWeek }) => dayOfWeek === weekday)
          .at(nth === 'last' ? -1 : nth - 1);
        return found?.equals(date) ?? false;
      });
  }
}

function compare(times: CalendarTimes, zone: string, moments: readonly Instant[], days: number): void {
  for (const moment of moments) {
    const all = expectedAround(times, zone, moment, days);
    const asked = all
      .filter(
        (t, index) => Math.abs(t - moment) < 3 * HOUR_MS || (index % 9 === 0 && Math.abs(t - moment) < 30 * HOUR_MS),
      )
      .flatMap((t) => [t - 1, t, t + 1, t + 500, t + 60_001])
      .concat([moment - HOUR_MS - 1, moment - 1, moment, moment + 1, moment + 29 * MINUTE_MS, moment + HOUR_MS]);
    for (const t of asked) {
      const count = all.filter((expected) => expected < t).length;
      const want = all.slice(Math.max(0, count - 3), count).reverse();
      const got = expectedBefore(times, zone, t, 3);
      if (want.length === 3 && want.join() !== got.join()) {
        expect.fail(`${zone} ${JSON.stringify(times)} before ${iso([t])}: ${iso(got)}, wanted ${iso(want)}`);
      }
      const next = all.find((expected) => expected > t);
      const gotNext = next === undefined ? undefined : nextExpected(times, zone, t);
      if (next !== gotNext)
        expect.fail(`${zone} ${JSON.stringify(times)} after ${iso([t])}: ${gotNext && iso([gotNext])}`);
    }
  }
}

const iso = (instants: readonly Instant[]) => instants.map((t) => new Date(t).toISOString()).join(' ');

describe.each(DST_ZONES)(`expected times around every jump of ${YEARS} in %s`, (zone) => {
  const jumps = jumpsOf(zone, FROM, YEARS_END);

  it('has jumps to try', () => {
    expect(jumps.length).toBeGreaterThanOrEqual(2);
  });

  it('at a time of day', () => {
    for (const minuteOfDay of [0, 30, 60, 90, 105, 120, 135, 150, 165, 180, 210, 225, 720, 1410, 1425]) {
      compare(dailyAt(minuteOfDay, ALL_DAYS), zone, jumps, 6);
    }
    compare(dailyAt(150, WEEKDAYS), zone, jumps, 12);
    compare(dailyAt(150, [7]), zone, jumps, 30);
  });

  it('cron, hourly and oftener', () => {
    for (const expression of ['*/30 * * * *', '15,45 0-4 * * *', '0 * * * *', '30 2,3 * * *']) {
      compare({ kind: 'cron', expression }, zone, jumps, 6);
    }
  });

  it('cron, by day', () => {
    for (const expression of [
      '30 2 * * *',
      '0 0 * * *',
      '59 23 * * 1-5',
      '15 2 * * 0',
      '45 2 28-31 * *',
      '30 1 13 * 5',
    ]) {
      compare({ kind: 'cron', expression }, zone, jumps, 120);
    }
  });
});

describe('expected times', () => {
  it('are tried in zones with every kind of jump', () => {
    expect(DST_ZONES).toEqual(expect.arrayContaining(['America/Havana', 'Antarctica/Troll', 'Australia/Lord_Howe']));
  });

  it('are right where the jumps between them cancel out', () => {
    // In May, the newest three are of April and October (summer) with January (winter) between them.
    const quarterly: CalendarTimes = { kind: 'cron', expression: '0 2 1 */3 *' };
    const moment = at('2027-05-10T00:00:00Z');
    expect(iso(expectedBefore(quarterly, 'Europe/Berlin', moment, 3))).toBe(
      '2027-04-01T00:00:00.000Z 2027-01-01T01:00:00.000Z 2026-10-01T00:00:00.000Z',
    );
    for (let t = FROM + 400 * 24 * HOUR_MS; t < TO; t += 13 * 24 * HOUR_MS)
      compare(quarterly, 'Europe/Berlin', [t], 400);
    // Morocco's clocks go back for a month and come forward again.
    const monthly: CalendarTimes = { kind: 'cron', expression: '0 2 20 * *' };
    for (let t = FROM; t < TO; t += 7 * 24 * HOUR_MS) compare(monthly, 'Africa/Casablanca', [t], 100);
  });

  it('fall together where a whole day is left out', () => {
    for (let t = at('2011-12-28T00:00:00Z'); t < at('2012-01-02T00:00:00Z'); t += 6 * HOUR_MS) {
      compare(dailyAt(150, ALL_DAYS), 'Pacific/Apia', [t], 8);
      compare({ kind: 'cron', expression: '0 */6 * * *' }, 'Pacific/Apia', [t], 8);
      compare(dailyAt(150, [5]), 'Pacific/Apia', [t], 30);
    }
  });

  it('are found for a leap day, years apart', () => {
    const leap: CalendarTimes = { kind: 'cron', expression: '0 2 29 2 *' };
    expect(iso(expectedBefore(leap, 'Europe/Berlin', at('2026-11-21T00:00:00Z'), 2))).toBe(
      '2024-02-29T01:00:00.000Z 2020-02-29T01:00:00.000Z',
    );
    expect(nextExpected(leap, 'Europe/Berlin', at('2026-11-21T00:00:00Z'))).toBe(at('2028-02-29T01:00:00Z'));
  });

  it('are none for a day that never comes', () => {
    expect(expectedBefore({ kind: 'cron', expression: '0 2 30 2 *' }, 'UTC', FROM, 3)).toEqual([]);
    expect(nextExpected({ kind: 'cron', expression: '0 2 30 2 *' }, 'UTC', FROM)).toBeNull();
  });

  it('do not depend on what was asked before', () => {
    const times: CalendarTimes = { kind: 'cron', expression: '7 */2 * * *' };
    const order = [0, 400, -400, 1, 39, -41, 1000, 0.25, 80, 2, -1000, 0];
    for (const days of order) {
      const t = FROM + days * 24 * HOUR_MS + 7 * MINUTE_MS + 300;
      compare(times, 'America/New_York', [t], 3);
    }
  });

  it('are the same after any other question', () => {
    const times: CalendarTimes = { kind: 'cron', expression: '0 3 * * 1-5' };
    nextExpected(times, 'UTC', at('2026-11-28T00:00:00Z'));
    expect(nextExpected(times, 'UTC', at('2026-10-30T04:00:00Z'))).toBe(at('2026-11-02T03:00:00Z'));
  });
});

const BERLIN = 'Europe/Berlin';

describe('days of a group of times', () => {
  const cases: readonly [string, CalendarTimes, readonly string[]][] = [
    [
      'the last day of the month',
      group([1380], { kind: 'month-days', monthDays: ['last'] }),
      ['2027-01-31T23:00:00Z', '2027-02-28T23:00:00Z', '2027-03-31T23:00:00Z'],
    ],
    [
      'a day that short months do not have',
      group([0], { kind: 'month-days', monthDays: [31] }),
      ['2027-01-31T00:00:00Z', '2027-03-31T00:00:00Z', '2027-05-31T00:00:00Z'],
    ],
    [
      'first Sunday of the month',
      group([240], { kind: 'nth-weekdays', nthWeekdays: [{ nth: 1, weekday: 7 }] }),
      ['2027-01-03T04:00:00Z', '2027-02-07T04:00:00Z', '2027-03-07T04:00:00Z'],
    ],
    [
      'last Friday of the month',
      group([240], { kind: 'nth-weekdays', nthWeekdays: [{ nth: 'last', weekday: 5 }] }),
      ['2027-01-29T04:00:00Z', '2027-02-26T04:00:00Z', '2027-03-26T04:00:00Z'],
    ],
    [
      'two times a day',
      group([120, 840], { kind: 'weekdays', weekdays: [5, 6] }),
      ['2027-01-01T02:00:00Z', '2027-01-01T14:00:00Z', '2027-01-02T02:00:00Z'],
    ],
    [
      'skipped dates, by groups',
      { ...dailyAt(120), skips: ['2027-01-01', '2027-01-03'] },
      ['2027-01-02T02:00:00Z', '2027-01-04T02:00:00Z', '2027-01-05T02:00:00Z'],
    ],
    [
      'skipped dates, by cron',
      { kind: 'cron', expression: '0 */8 * * *', skips: ['2027-01-01', '2027-01-02'] },
      ['2027-01-03T00:00:00Z', '2027-01-03T08:00:00Z', '2027-01-03T16:00:00Z'],
    ],
    [
      'cron wants both days where one begins with a star',
      { kind: 'cron', expression: '0 2 1-7 * */7' },
      ['2027-01-03T02:00:00Z', '2027-02-07T02:00:00Z', '2027-03-07T02:00:00Z'],
    ],
    [
      'cron takes either day where neither begins with a star',
      { kind: 'cron', expression: '0 2 15 * 1' },
      ['2027-01-04T02:00:00Z', '2027-01-11T02:00:00Z', '2027-01-15T02:00:00Z'],
    ],
    [
      'cron with L and #',
      { kind: 'cron', expression: '0 2 * * 1#2' },
      ['2027-01-11T02:00:00Z', '2027-02-08T02:00:00Z', '2027-03-08T02:00:00Z'],
    ],
  ];

  it.each(cases)('%s, forwards and backwards', (_, times, want) => {
    const found: Instant[] = [];
    for (let t: Instant | null = at('2026-12-31T23:59:00Z'); found.length < want.length; ) {
      t = nextExpected(times, 'UTC', t);
      if (t === null) break;
      found.push(t);
    }
    expect(found).toEqual(want.map(at));
    expect(expectedBefore(times, 'UTC', (found.at(-1) ?? 0) + 1, want.length)).toEqual(found.toReversed());
  });

  it('agree with the slow way around the jumps of a zone', () => {
    const days: readonly GroupDays[] = [
      { kind: 'month-days', monthDays: [28, 29, 'last'] },
      { kind: 'nth-weekdays', nthWeekdays: [{ nth: 'last', weekday: 7 }] },
    ];
    for (const each of days) compare(group([60, 150, 1410], each), BERLIN, jumpsOf(BERLIN, FROM, YEARS_END), 120);
  });
});

function group(minutesOfDay: readonly number[], days: GroupDays): CalendarTimes {
  return { kind: 'at', groups: [{ minutesOfDay, days }] };
}
