import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import type { Job } from '../../lib/core/model/job.ts';
import type { Person } from '../../lib/core/model/person.ts';
import { earliestNotificationOf } from '../../lib/core/people/earliest-notification.ts';
import type { People } from '../../lib/core/people/people.ts';
import { ChannelFailures } from '../../lib/core/routing/channel-failure.ts';
import { route } from '../../lib/core/routing/route.ts';
import { ALL_DAYS, at, givenRule } from '../core/decision/given.ts';
import { ZONES } from '../core/hours/oracle.ts';
import { History, peopleOf, person, routedJob } from '../core/routing/setting.ts';
import { runs } from '../nightly.ts';

const NONE = new ChannelFailures([]);
const START = Date.UTC(2026, 9, 20);
const HOLIDAYS = ['2026-10-22', '2026-10-26', '2026-11-02'];
const IDS = ['sam', 'max', 'lee', 'dana', 'kim'] as const;

const someone: fc.Arbitrary<Partial<Person>> = fc
  .record({
    timezone: fc.constantFrom(...ZONES),
    quiet: fc.option(
      fc
        .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 95 }))
        .map(([from, length]) => ({ fromMinute: from * 15, toMinute: ((from + length) % 96) * 15 })),
    ),
    weekdays: fc.constantFrom(ALL_DAYS, [1, 2, 3, 4, 5], [2, 6], [1], []),
    holidays: fc.constantFrom([], ['SG']),
    absences: fc.array(fc.tuple(fc.integer({ min: -2, max: 20 }), fc.integer({ min: 0, max: 20 })), { maxLength: 2 }),
    cover: fc.option(fc.constantFrom(...IDS)),
  })
  .map(({ absences, ...hours }) => {
    const date = (days: number) => new Date(START + days * DAY_MS).toISOString().slice(0, 10);
    return { ...hours, away: absences.map(([from, days]) => ({ from: date(from), to: date(from + days) })) };
  });

const someBreak = fc.record({
  persons: fc.tuple(someone, someone, someone, someone, someone),
  admin: fc.option(fc.constantFrom(...IDS)),
  isUrgent: fc.boolean(),
  severity: fc.constantFrom('soft' as const, 'hard' as const),
  t: fc.integer({ min: 0, max: 15 * 24 * 60 }).map((minutes) => START + minutes * MINUTE_MS + 123),
});

/** When dispatch, triggered by the break and then by each deferral that it makes, sends the owner's notification. */
function deliveredAt(people: People, job: Job, severity: 'soft' | 'hard', t: Instant): Instant {
  const history = new History();
  const trigger = history.to(severity === 'hard' ? 'alert' : 'warn', t);
  const { row, transitions } = history;
  for (let now = t, count = 0; count < 50; count += 1) {
    const [first] = route({
      jobId: job.id,
      job,
      people,
      row,
      transitions,
      trigger,
      deliveries: [],
      failures: NONE,
      now,
    }).routed;
    if (first?.do === 'send') return now;
    if (first?.do !== 'defer') throw new Error(`neither sent nor deferred: ${JSON.stringify(first)}`);
    now = first.until;
  }
  throw new Error('the deferrals do not end');
}

describe('the clock of the fair chance', () => {
  test('starts exactly when dispatch delivers, whoever is away, covered, in quiet hours, or on holiday', () => {
    fc.assert(
      fc.property(someBreak, ({ persons, admin, isUrgent, severity, t }) => {
        const entries = persons.map((each, index) => person(IDS[index] ?? 'sam', each));
        const people = peopleOf(entries, admin, HOLIDAYS);
        const job = routedJob({ rule: givenRule({ urgent: isUrgent }) });
        expect(deliveredAt(people, job, severity, t)).toBe(earliestNotificationOf(people, job)(t, severity));
      }),
      runs(300, 10_000),
    );
  });

  const t = at('2026-11-02T09:00:00Z');
  const cases = [
    {
      name: 'an owner away for 16 days stays the admin’s, though the 14 days come nearer while the admin is waited for',
      owner: { away: [{ from: '2026-11-01', to: '2026-11-17' }] },
      admin: { weekdays: [4] },
      want: '2026-11-05T00:00:00Z',
    },
    {
      name: 'with owner and cover away, the cover of the cover is notified at once',
      owner: { away: [{ from: '2026-11-01', to: '2026-11-04' }], cover: 'max' },
      cover: { away: [{ from: '2026-11-01', to: '2026-11-09' }], cover: 'lee' },
      admin: {},
      want: '2026-11-02T09:00:00Z',
    },
  ];
  test.each(cases)('$name', ({ owner, cover, admin, want }) => {
    const people = peopleOf([person('sam', owner), person('max', cover), person('lee'), person('dana', admin)]);
    const job = routedJob();
    expect(deliveredAt(people, job, 'hard', t)).toBe(at(want));
    expect(earliestNotificationOf(people, job)(t, 'hard')).toBe(at(want));
  });

  test('an alert that follows a warning goes out when the first of the two clocks starts', () => {
    const sam = person('sam', { away: [{ from: '2026-11-01', to: '2026-11-17' }] });
    const people = peopleOf([sam, person('dana', { weekdays: [4] })]);
    const history = new History();
    history.to('warn', t);
    const alert = history.to('alert', t + 2 * DAY_MS);
    const now = at('2026-11-05T00:00:00Z');
    const { row, transitions } = history;
    const input = {
      jobId: row.jobId,
      job: routedJob(),
      people,
      row,
      transitions,
      trigger: alert,
      deliveries: [],
      failures: NONE,
      now,
    };
    expect(route(input).routed).toMatchObject([{ do: 'send', plan: { personId: 'dana', state: 'alert' } }]);
  });
});
