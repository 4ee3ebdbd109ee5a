import { describe, expect, test } from 'vitest';
import type { Person } from '../../../lib/core/model/person.ts';
import type { People } from '../../../lib/core/people/people.ts';
import { type Reach, reachAtOnce, reachInPerson, reachOffice } from '../../../lib/core/people/reach.ts';
import { at, WEEKDAYS } from '../decision/given.ts';
import { NIGHT, peopleOf, person } from '../routing/setting.ts';

const FRIDAY = '2026-11-20T12:00:00Z';
const FRIDAY_NIGHT = '2026-11-20T22:00:00Z';
const AWAY = [{ from: '2026-11-10', to: '2026-11-25' }];
const LONG_AWAY = [{ from: '2026-11-10', to: '2027-12-31' }];
const NEVER = { fromMinute: 0, toMinute: 0 };
const LEE = person('lee');
const DANA = person('dana');

type Hours = Partial<Person>;
const sam = (hours: Hours) => person('sam', hours);
const covered = { code: 'covered', personId: 'sam', by: 'lee' } as const;
const held = (hold: 'away' | 'holiday' | 'day-off' | 'quiet-hours', personId = 'sam') =>
  ({ code: 'held', personId, hold }) as const;

interface Case {
  readonly name: string;
  readonly people: People;
  readonly t: string;
  readonly since?: string;
  readonly want: readonly [personId: string, at: string, ...Reach['reasons']] | null;
}

function wanted(want: Case['want']): Reach | null {
  if (want === null) return null;
  const [personId, instant, ...reasons] = want;
  return { personId, at: at(instant), reasons };
}

describe('an office', () => {
  const cases: readonly Case[] = [
    { name: 'within hours, at once', people: peopleOf([sam({}), DANA]), t: FRIDAY, want: ['sam', FRIDAY] },
    {
      name: 'at the end of quiet hours',
      people: peopleOf([sam({ quiet: NIGHT }), DANA]),
      t: FRIDAY_NIGHT,
      want: ['sam', '2026-11-21T08:00:00Z', held('quiet-hours')],
    },
    {
      name: 'after a day off',
      people: peopleOf([sam({ quiet: NIGHT, weekdays: WEEKDAYS }), DANA]),
      t: '2026-11-21T12:00:00Z',
      want: ['sam', '2026-11-23T08:00:00Z', held('day-off')],
    },
    {
      name: 'after a holiday',
      people: peopleOf([sam({ holidays: ['SG'] }), DANA], 'dana', ['2026-11-20']),
      t: FRIDAY,
      want: ['sam', '2026-11-21T00:00:00Z', held('holiday')],
    },
    {
      name: 'held by who covers',
      people: peopleOf([sam({ away: AWAY, cover: 'lee' }), LEE, DANA]),
      t: FRIDAY,
      want: ['lee', FRIDAY, covered],
    },
    {
      name: 'held by who covers, in their hours',
      people: peopleOf([sam({ away: AWAY, cover: 'lee' }), person('lee', { quiet: NIGHT }), DANA]),
      t: FRIDAY_NIGHT,
      want: ['lee', '2026-11-21T08:00:00Z', covered, held('quiet-hours', 'lee')],
    },
    {
      name: 'handed on at midnight, with no hours of the cover in the way',
      people: peopleOf([
        sam({ quiet: NIGHT, away: [{ from: '2026-11-21', to: '2026-11-25' }], cover: 'lee' }),
        LEE,
        DANA,
      ]),
      t: FRIDAY_NIGHT,
      want: ['lee', '2026-11-21T00:00:00Z', covered],
    },
    {
      name: 'covered in a circle in which both are away: the admin',
      people: peopleOf([
        sam({ away: LONG_AWAY, cover: 'lee' }),
        person('lee', { away: LONG_AWAY, cover: 'sam' }),
        DANA,
      ]),
      t: FRIDAY,
      want: ['dana', FRIDAY, { code: 'unreachable-admin-instead', personId: 'sam' }],
    },
    {
      name: 'that the document does not know: the admin',
      people: peopleOf([DANA]),
      t: FRIDAY,
      want: ['dana', FRIDAY, { code: 'unreachable-admin-instead', personId: 'sam' }],
    },
    {
      name: 'and an admin who can never be notified: the admin all the same',
      people: peopleOf([sam({ quiet: NEVER }), person('dana', { quiet: NEVER })]),
      t: FRIDAY,
      want: ['dana', FRIDAY, { code: 'unreachable-and-admin', personId: 'sam' }],
    },
    {
      name: 'and no admin that the document knows: the person all the same',
      people: peopleOf([sam({ quiet: NEVER })]),
      t: FRIDAY,
      want: ['sam', FRIDAY, { code: 'unreachable-and-admin', personId: 'sam' }],
    },
    {
      name: 'without an admin: the person all the same',
      people: peopleOf([sam({ quiet: NEVER })], null),
      t: FRIDAY,
      want: ['sam', FRIDAY, { code: 'unreachable-and-admin', personId: 'sam' }],
    },
    { name: 'that no one knows, and no admin', people: peopleOf([LEE], null), t: FRIDAY, want: null },
    {
      name: 'due just now, whose person is back within 14 days',
      people: peopleOf([sam({ away: AWAY }), DANA]),
      t: FRIDAY,
      want: ['sam', '2026-11-26T00:00:00Z', held('away')],
    },
    {
      name: 'due for 10 days, whose person was away for 14 then: the admin still',
      people: peopleOf([sam({ away: AWAY }), DANA]),
      since: '2026-11-10T00:00:00Z',
      t: FRIDAY,
      want: ['dana', FRIDAY, { code: 'unreachable-admin-instead', personId: 'sam' }],
    },
    {
      name: 'at the last instant of those 14 days',
      people: peopleOf([sam({ away: AWAY }), DANA]),
      since: '2026-11-10T00:00:00Z',
      t: '2026-11-24T00:00:00Z',
      want: ['dana', '2026-11-24T00:00:00Z', { code: 'unreachable-admin-instead', personId: 'sam' }],
    },
    {
      name: 'when they are over',
      people: peopleOf([sam({ away: AWAY }), DANA]),
      since: '2026-11-10T00:00:00Z',
      t: '2026-11-24T00:00:00.001Z',
      want: ['sam', '2026-11-26T00:00:00Z', held('away')],
    },
  ];
  test.each(cases)('$name', ({ people, t, since = t, want }) => {
    expect(reachOffice(people, 'sam', at(t), at(since))).toEqual(wanted(want));
  });
});

describe('an urgent notification', () => {
  const cases: readonly Case[] = [
    { name: 'heeds no quiet hours', people: peopleOf([sam({ quiet: NEVER }), DANA]), t: FRIDAY, want: ['sam', FRIDAY] },
    {
      name: 'goes to who covers',
      people: peopleOf([sam({ away: AWAY, cover: 'lee' }), LEE, DANA]),
      t: FRIDAY,
      want: ['lee', FRIDAY, covered],
    },
    {
      name: 'goes to the admin where no one covers',
      people: peopleOf([sam({ away: AWAY }), DANA]),
      t: FRIDAY,
      want: ['dana', FRIDAY, { code: 'away-without-cover', personId: 'sam' }],
    },
    {
      name: 'goes to the person where all are away',
      people: peopleOf([sam({ away: AWAY }), person('dana', { away: AWAY })]),
      t: FRIDAY,
      want: ['sam', FRIDAY, { code: 'all-away' }],
    },
    {
      name: 'goes to the person where there is no admin',
      people: peopleOf([sam({ away: AWAY })], null),
      t: FRIDAY,
      want: ['sam', FRIDAY, { code: 'all-away' }],
    },
    {
      name: 'goes to an admin who is away for someone whom no one knows',
      people: peopleOf([person('dana', { away: AWAY })]),
      t: FRIDAY,
      want: ['dana', FRIDAY, { code: 'all-away' }],
    },
    { name: 'goes nowhere where no one is known', people: peopleOf([], null), t: FRIDAY, want: null },
  ];
  test.each(cases)('$name', ({ people, t, want }) => {
    expect(reachAtOnce(people, 'sam', at(t))).toEqual(wanted(want));
  });
});

describe('a person', () => {
  const cases: readonly Case[] = [
    {
      name: 'is waited for, whoever covers',
      people: peopleOf([sam({ away: AWAY, cover: 'lee' }), LEE, DANA]),
      t: FRIDAY,
      want: ['sam', '2026-11-26T00:00:00Z', held('away')],
    },
    { name: 'who is not known is reached by no one', people: peopleOf([DANA]), t: FRIDAY, want: null },
    { name: 'who is away for more than 400 days', people: peopleOf([sam({ away: LONG_AWAY })]), t: FRIDAY, want: null },
  ];
  test.each(cases)('$name', ({ people, t, want }) => {
    expect(reachInPerson(people, 'sam', at(t))).toEqual(wanted(want));
  });
});
