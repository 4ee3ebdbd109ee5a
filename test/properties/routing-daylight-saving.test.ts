import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import { reachInPerson } from '../../lib/core/people/reach.ts';
import { ALL_DAYS, at } from '../core/decision/given.ts';
import { FROM, jumpsOf, TO, ZONES } from '../core/hours/oracle.ts';
import { peopleOf, person } from '../core/routing/setting.ts';
import { beginnings, isAllowed } from './routing-oracle.ts';

const QUIET = [
  { fromMinute: 20 * 60, toMinute: 8 * 60 },
  // Ends, begins, and lies wholly in the hours that clocks skip or repeat.
  { fromMinute: 22 * 60, toMinute: 2 * 60 + 15 },
  { fromMinute: 2 * 60 + 30, toMinute: 21 * 60 },
  { fromMinute: 1 * 60 + 45, toMinute: 2 * 60 + 15 },
  { fromMinute: 23 * 60 + 30, toMinute: 23 * 60 },
];

/** What Temporal says of the first instant at which somebody may be told. */
function expectedFirst(someone: ReturnType<typeof person>, t: Instant): Instant | undefined {
  return beginnings(someone, t, 8).find((each) => isAllowed(someone, [], each));
}

function expectFirst(timezone: string, t: Instant): void {
  for (const quiet of QUIET) {
    const someone = person('sam', { timezone, quiet, weekdays: quiet.toMinute < 9 * 60 ? ALL_DAYS : [1, 3, 7] });
    const found = reachInPerson(peopleOf([someone], 'sam'), 'sam', t)?.at;
    expect(found, `${timezone} ${new Date(t).toISOString()} ${JSON.stringify(quiet)}`).toBe(expectedFirst(someone, t));
  }
}

describe('across every change of the clocks from 2026 to 2028', () => {
  for (const timezone of ZONES) {
    test(`${timezone}: the first allowed instant is what Temporal says`, () => {
      const jumps = jumpsOf(timezone, FROM, TO);
      const around = [-25 * HOUR_MS, -5 * HOUR_MS, -50 * MINUTE_MS, -1, 0, 20 * MINUTE_MS, 3 * HOUR_MS];
      const places = jumps.length > 0 ? jumps : [FROM + 200 * DAY_MS];
      for (const jump of places) for (const offset of around) expectFirst(timezone, jump + offset);
    });
  }
});

describe('a zone that skipped a whole day', () => {
  // Samoa had no 30 December 2011: the 29th, a Thursday, was followed by the 31st, a Saturday.
  const cases = [
    {
      name: 'quiet that began on the 29th ends on the morning of the 31st',
      now: '2011-12-30T08:00:00Z',
      weekdays: ALL_DAYS,
    },
    { name: 'the skipped Friday is nobody’s working day', now: '2011-12-30T08:00:00Z', weekdays: [5] },
    { name: 'Saturday begins when Thursday ends', now: '2011-12-30T09:59:59.999Z', weekdays: [6] },
  ];
  for (const { name, now, weekdays } of cases) {
    test(name, () => {
      const sam = person('sam', {
        timezone: 'Pacific/Apia',
        quiet: { fromMinute: 20 * 60, toMinute: 8 * 60 },
        weekdays,
      });
      const found = reachInPerson(peopleOf([sam], 'sam'), 'sam', at(now))?.at;
      expect(found).toBe(expectedFirst(sam, at(now)));
    });
  }

  test('08:00 on the 31st of December 2011 in Apia is 18:00 on the 30th in UTC', () => {
    const sam = person('sam', { timezone: 'Pacific/Apia', quiet: { fromMinute: 20 * 60, toMinute: 8 * 60 } });
    const found = reachInPerson(peopleOf([sam], 'sam'), 'sam', at('2011-12-30T08:00:00Z'))?.at;
    expect(found).toBe(at('2011-12-30T18:00:00Z'));
  });
});
