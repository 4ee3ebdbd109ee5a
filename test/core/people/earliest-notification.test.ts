import { describe, expect, it } from 'vitest';
import type { Person } from '../../../lib/core/model/person.ts';
import { earliestNotificationOf } from '../../../lib/core/people/earliest-notification.ts';
import { at, WEEKDAYS } from '../decision/given.ts';
import { person as entry, peopleOf } from '../routing/setting.ts';

type Hours = Partial<Person>;

/** A person, who covers for them, who covers for those. */
type Chain = readonly Hours[];

function person(hours: Hours = {}, ...covers: Hours[]): Chain {
  return [hours, ...covers];
}

/** The persons of a chain, each covered by the next. */
function entriesOf(name: string, chain: Chain): Person[] {
  return chain.map((hours, index) =>
    entry(`${name}${index}`, { ...hours, cover: index + 1 < chain.length ? `${name}${index + 1}` : null }),
  );
}

const HOLIDAYS = ['2026-11-23', '2026-11-24'];

const NIGHT = { fromMinute: 20 * 60, toMinute: 8 * 60 };
const office = { quiet: NIGHT, weekdays: WEEKDAYS };
const away = [{ from: '2026-12-20', to: '2027-01-03' }];
const always = person();
const never = person({ quiet: { fromMinute: 0, toMinute: 0 } });

describe('the earliest instant at which somebody may be told', () => {
  const cases: readonly {
    name: string;
    owner: Chain | null;
    admin?: Chain;
    urgent?: boolean;
    severity?: 'soft' | 'hard';
    from: string;
    want: string;
  }[] = [
    {
      name: 'is now within hours',
      owner: person(office),
      from: '2026-11-20T12:00:00.123Z',
      want: '2026-11-20T12:00:00.123Z',
    },
    {
      name: 'is the end of quiet hours that cross midnight',
      owner: person(office),
      from: '2026-11-19T22:00:00Z',
      want: '2026-11-20T08:00:00Z',
    },
    {
      name: 'is Monday morning, from Friday night',
      owner: person(office),
      from: '2026-11-20T20:00:00Z',
      want: '2026-11-23T08:00:00Z',
    },
    {
      name: 'steps over holidays',
      owner: person({ ...office, holidays: ['SG'] }),
      from: '2026-11-20T20:00:00Z',
      want: '2026-11-25T08:00:00Z',
    },
    {
      name: "is by the owner's own clock",
      owner: person({ ...office, timezone: 'Asia/Singapore' }),
      from: '2026-11-20T12:00:00Z',
      want: '2026-11-23T00:00:00Z',
    },
    {
      name: 'away without cover waits until the owner is back',
      owner: person({ away: [{ from: '2026-12-20', to: '2026-12-24' }] }),
      from: '2026-12-20T09:00:00Z',
      want: '2026-12-25T00:00:00Z',
    },
    {
      name: 'away with cover is by the hours of the cover',
      owner: person({ away }, office),
      from: '2026-12-20T09:00:00Z',
      want: '2026-12-21T08:00:00Z',
    },
    {
      name: 'the cover counts only while the owner is away',
      owner: person({ ...office, away }, {}),
      from: '2026-12-19T09:00:00Z',
      want: '2026-12-20T00:00:00Z',
    },
    {
      name: 'cover away too: waits until one of them is back',
      owner: person({ away }, { away: [{ from: '2026-12-01', to: '2026-12-22' }] }),
      from: '2026-12-20T09:00:00Z',
      want: '2026-12-23T00:00:00Z',
    },
    {
      name: 'cover away too, with a cover of their own: by the hours of that one',
      owner: person({ away }, { away }, office),
      from: '2026-12-20T09:00:00Z',
      want: '2026-12-21T08:00:00Z',
    },
    {
      name: 'nobody within 14 days: the hours of the admin',
      owner: person({ away }),
      admin: person(office),
      from: '2026-12-20T09:00:00Z',
      want: '2026-12-21T08:00:00Z',
    },
    {
      name: 'exactly 14 days is still waited for',
      owner: person({ away }),
      admin: always,
      from: '2026-12-21T00:00:00Z',
      want: '2027-01-04T00:00:00Z',
    },
    {
      name: 'a millisecond more is not',
      owner: person({ away }),
      admin: always,
      from: '2026-12-20T23:59:59.999Z',
      want: '2026-12-20T23:59:59.999Z',
    },
    {
      name: 'the admin away is covered like anyone',
      owner: never,
      admin: person({ away }, office),
      from: '2026-12-20T09:00:00Z',
      want: '2026-12-21T08:00:00Z',
    },
    {
      name: 'with nobody named, the admin',
      owner: null,
      admin: person(office),
      from: '2026-11-20T22:00:00Z',
      want: '2026-11-23T08:00:00Z',
    },
    { name: 'with no admin either, at once', owner: null, from: '2026-11-20T22:00:00Z', want: '2026-11-20T22:00:00Z' },
    {
      name: 'with an admin who cannot be reached either, at once',
      owner: never,
      admin: never,
      from: '2026-11-20T22:00:00Z',
      want: '2026-11-20T22:00:00Z',
    },
    {
      name: 'a hard miss of an urgent job is told at once',
      owner: person(office),
      urgent: true,
      from: '2026-11-20T22:00:00Z',
      want: '2026-11-20T22:00:00Z',
    },
    {
      name: 'a soft miss of an urgent job waits',
      owner: person(office),
      urgent: true,
      severity: 'soft',
      from: '2026-11-20T22:00:00Z',
      want: '2026-11-23T08:00:00Z',
    },
    {
      name: 'quiet hours that daylight saving cuts short end at the moved time',
      owner: person({ timezone: 'Europe/Berlin', quiet: { fromMinute: 22 * 60, toMinute: 150 } }),
      from: '2026-03-28T22:00:00Z',
      want: '2026-03-29T03:30:00+02:00',
    },
    {
      name: 'quiet hours that end at a time that occurs twice end at the first',
      owner: person({ timezone: 'Europe/Berlin', quiet: { fromMinute: 22 * 60, toMinute: 150 } }),
      from: '2026-10-24T22:00:00Z',
      want: '2026-10-25T02:30:00+02:00',
    },
  ];
  it.each(cases)('$name', ({ owner, admin, urgent, severity, from, want }) => {
    const persons = [...entriesOf('owner', owner ?? []), ...entriesOf('admin', admin ?? [])];
    const people = peopleOf(persons, admin ? 'admin0' : null, HOLIDAYS);
    const job = { owner: owner ? 'owner0' : null, rule: { urgent: urgent ?? false } };
    const notified = earliestNotificationOf(people, job)(at(from), severity ?? 'hard');
    expect(new Date(notified).toISOString()).toBe(new Date(at(want)).toISOString());
  });
});
