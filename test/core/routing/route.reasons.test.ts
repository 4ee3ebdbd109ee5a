import { describe, expect, test } from 'vitest';
import { DAY_MS, type Instant } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { Transition } from '../../../lib/core/model/transition.ts';
import { failureAfter } from '../../../lib/core/routing/channel-failure.ts';
import { routeText } from '../../../lib/core/routing/route-reason.ts';
import { at, givenRule, hours, minutes } from '../decision/given.ts';
import { Dispatcher, History, NIGHT, peopleOf, person, routedJob } from './setting.ts';

const NOON = at('2026-11-23T12:00:00Z');
const EVENING = at('2026-11-23T21:00:00Z');
const URGENT: Partial<Job> = { rule: givenRule({ urgent: true }) };
const NEVER = { weekdays: [] };
const DAY_OUT = { away: [{ from: '2026-11-23', to: '2026-11-23' }] };

type Given = Parameters<typeof person>[1];

/** Sam owns the job, lee is the escalation contact, dana the admin. */
class Story {
  readonly history = new History();
  readonly dispatcher: Dispatcher;

  constructor(given: { sam?: Given; dana?: Given; job?: Partial<Job>; admin?: string | null } = {}) {
    const persons = [person('sam', given.sam), person('lee'), person('dana', given.dana), person('max')];
    this.dispatcher = new Dispatcher(peopleOf(persons, given.admin), routedJob(given.job));
  }

  alert(when: Instant = NOON, change: Partial<Transition> = {}): Transition {
    return this.history.to('alert', when, change);
  }

  /** As `route` decides of the trigger at this instant: a line for each person. */
  lines(trigger: Transition, now: Instant): string[] {
    const { routed } = this.dispatcher.trigger(this.history, trigger, now);
    return routed.map((each) => {
      const personId = each.do === 'drop' ? each.personId : each.plan.personId;
      return `${each.do} ${personId}: ${routeText(each.reasons)}`;
    });
  }

  /** No channel of these persons works from `since` on, for good. */
  refuse(since: Instant, ...ids: readonly string[]): void {
    for (const id of ids) {
      for (const [channel, to] of [
        ['slack', `U0${id.toUpperCase()}`],
        ['email', `${id}@acme.example`],
      ] as const) {
        const attempt = { outcome: 'refused' as const, afterS: null, message: `${channel} says no` };
        this.dispatcher.failures.push(failureAfter(null, id, { channel, to }, '', attempt, since));
      }
    }
  }
}

const FIRST = 'not notified of it yet: alert';

describe('says why it is sent', () => {
  const cases: readonly { name: string; story: Story; when?: Instant; want: string[] }[] = [
    { name: 'the first', story: new Story(), want: [`send sam: ${FIRST}`] },
    { name: 'at once', story: new Story({ job: URGENT }), want: [`send sam: ${FIRST}; urgent, so at once`] },
    {
      name: 'to the one who covers',
      story: new Story({ sam: { ...DAY_OUT, cover: 'max' } }),
      want: [`send max: ${FIRST}; sam is away, max covers`],
    },
    {
      name: 'to the one who covers, at once',
      story: new Story({ sam: { ...DAY_OUT, cover: 'max' }, job: URGENT }),
      want: [`send max: ${FIRST}; urgent, so at once; sam is away, max covers`],
    },
    {
      name: 'to the admin, since no one else can be notified',
      story: new Story({ sam: NEVER }),
      want: [`send dana: ${FIRST}; sam cannot be reached within 14 days, so the admin is notified`],
    },
  ];
  test.each(cases)('$name', ({ story, when = NOON, want }) => {
    expect(story.lines(story.alert(when), when)).toEqual(want);
  });

  test('again, where the process that sent it has died', () => {
    const story = new Story();
    story.dispatcher.outcomeOf = () => null;
    const alert = story.alert();
    story.lines(alert, NOON);
    expect(story.lines(alert, NOON + minutes(15))).toEqual([
      `send sam: ${FIRST}; claimed 2026-11-23 12:00 UTC without an outcome: taken over`,
    ]);
  });

  test('a change of the earlier message is never urgent', () => {
    const story = new Story({ job: { ...URGENT, escalateTo: null } });
    const worst = story.history.to('escalate', NOON);
    story.lines(worst, NOON);
    const better = story.history.to('alert', NOON + minutes(5), { reason: 'improved' });
    expect(story.lines(better, NOON + minutes(5))).toEqual(['send sam: better: alert', 'send dana: better: alert']);
  });
});

test('that an urgent break is over is not urgent', () => {
  const story = new Story({ sam: { quiet: NIGHT }, job: URGENT });
  story.lines(story.alert(), NOON);
  const passed = story.history.to('green', EVENING);
  expect(story.lines(passed, EVENING)).toEqual([
    'defer sam: was notified of it, and it is over; sam has quiet hours; until 2026-11-24 08:00 UTC',
  ]);
  const morning = at('2026-11-24T08:00:00Z');
  expect(story.lines(passed, morning)).toEqual(['send sam: was notified of it, and it is over']);
});

describe('says why it waits', () => {
  test('for the end of the quiet hours', () => {
    const story = new Story({ sam: { quiet: NIGHT } });
    expect(story.lines(story.alert(EVENING), EVENING)).toEqual([
      `defer sam: ${FIRST}; sam has quiet hours; until 2026-11-24 08:00 UTC`,
    ]);
  });

  test('for an answer that is due', () => {
    const story = new Story();
    story.dispatcher.outcomeOf = () => null;
    const alert = story.alert();
    story.lines(alert, NOON);
    expect(story.lines(alert, NOON + minutes(1))).toEqual([
      'defer sam: claimed 2026-11-23 12:00 UTC, and it has no outcome yet',
    ]);
  });

  test('for a channel that does not work', () => {
    const story = new Story();
    story.dispatcher.outcomeOf = () => 'later';
    const alert = story.alert();
    story.lines(alert, NOON);
    expect(story.lines(alert, NOON)).toEqual([
      `defer sam: ${FIRST}; slack does not work: the channel says no; until 2026-11-23 12:01 UTC`,
    ]);
  });

  test('for a channel that refuses to change the earlier message, which no other channel can', () => {
    const story = new Story({ sam: { via: ['slack', 'email'] } });
    story.lines(story.alert(), NOON);
    story.dispatcher.failures.push({
      ...failureAfter(
        null,
        'sam',
        { channel: 'slack', to: 'U0SAM' },
        '',
        { outcome: 'refused', afterS: null, message: 'no' },
        NOON,
      ),
    });
    const warn = story.history.to('warn', NOON + minutes(5), { reason: 'improved' });
    expect(story.lines(warn, NOON + minutes(5))).toEqual([
      'defer sam: better: warn; slack refuses: no; until 2026-11-24 12:00 UTC',
    ]);
  });

  test('for the hours of the person, to change what they were sent', () => {
    const story = new Story({ sam: { quiet: NIGHT } });
    story.lines(story.alert(), NOON);
    const warn = story.history.to('warn', EVENING, { reason: 'improved' });
    expect(story.lines(warn, EVENING)).toEqual([
      'defer sam: better: warn; sam has quiet hours; until 2026-11-24 08:00 UTC',
    ]);
  });

  test('since it flaps', () => {
    const story = new Story();
    for (let hour = 0; hour < 4; hour += 1) {
      story.lines(story.alert(NOON + hours(hour)), NOON + hours(hour));
      story.lines(story.history.to('green', NOON + hours(hour) + minutes(10)), NOON + hours(hour) + minutes(10));
    }
    const fifth = NOON + hours(4);
    expect(story.lines(story.alert(fifth), fifth)).toEqual([`defer sam: ${FIRST}; flapping, 5 failures in 24 hours`]);
  });
});

describe('says why it is not sent', () => {
  test('since the rules doc does not know the person', () => {
    const story = new Story({ job: { owner: 'bob' } });
    expect(story.lines(story.alert(), NOON)).toEqual(['drop bob: the rules doc does not name them']);
  });

  test('since it was', () => {
    const story = new Story();
    const alert = story.alert();
    story.lines(alert, NOON);
    expect(story.lines(alert, NOON + 1)).toEqual(['drop sam: delivered already, 2026-11-23 12:00 UTC']);
  });

  test('since it is long over', () => {
    const story = new Story();
    story.lines(story.alert(), NOON);
    const passed = story.history.to('green', NOON + hours(1));
    expect(story.lines(passed, NOON + hours(1) + 30 * DAY_MS + 1)).toEqual([
      'drop sam: it has been over for more than 30 days',
    ]);
  });

  test('though never while it fails, however old that is', () => {
    const story = new Story();
    const alert = story.alert();
    expect(story.lines(alert, NOON + 31 * DAY_MS)).toEqual([`send sam: ${FIRST}`]);
  });

  test('since the channel did not take the change', () => {
    const story = new Story();
    story.lines(story.alert(), NOON);
    story.dispatcher.outcomeOf = () => 'refused';
    const warn = story.history.to('warn', NOON + minutes(5), { reason: 'improved' });
    story.lines(warn, NOON + minutes(5));
    expect(story.lines(warn, NOON + minutes(6))).toEqual([
      'drop sam: better: warn; the channel did not take the change',
    ]);
  });

  test('since those who are meant in person have no hours', () => {
    const story = new Story();
    story.lines(story.alert(), NOON);
    story.dispatcher.people = peopleOf([person('sam', NEVER), person('dana')]);
    const passed = story.history.to('green', NOON + hours(1));
    expect(story.lines(passed, NOON + hours(1))).toEqual([
      'drop sam: was notified of it, and it is over; cannot be reached within 400 days',
    ]);
  });

  test('since those who are meant in person have neither hours nor an address', () => {
    const story = new Story();
    story.lines(story.alert(), NOON);
    story.dispatcher.people = peopleOf([person('sam', { ...NEVER, via: [], addresses: {} }), person('dana')]);
    const passed = story.history.to('green', NOON + hours(1));
    expect(story.lines(passed, NOON + hours(1))).toEqual([
      'drop sam: was notified of it, and it is over; cannot be reached within 400 days',
    ]);
  });

  test('nor changed, since those who are meant in person have no hours', () => {
    const story = new Story();
    story.lines(story.alert(), NOON);
    story.dispatcher.people = peopleOf([person('sam', NEVER), person('dana')]);
    const snoozed = story.history.act({ verb: 'snooze', forMs: hours(24) }, 'lee', NOON + 1);
    if (!snoozed) throw new Error('no transition');
    expect(story.lines(snoozed, NOON + 2)).toEqual(['drop sam: snoozed by lee; cannot be reached within 400 days']);
  });

  test('since a later break was, and its end will be', () => {
    const story = new Story();
    for (let hour = 0; hour < 3; hour += 1) {
      story.lines(story.alert(NOON + hours(hour)), NOON + hours(hour));
      story.lines(story.history.to('green', NOON + hours(hour) + minutes(10)), NOON + hours(hour) + minutes(10));
    }
    story.lines(story.alert(NOON + hours(3)), NOON + hours(3));
    const fourth = story.history.to('green', NOON + hours(3) + minutes(10));
    story.lines(story.alert(NOON + hours(4)), NOON + hours(7));
    story.history.to('green', NOON + hours(8));
    expect(story.lines(fourth, NOON + hours(40))).toEqual([
      'drop sam: was notified of it, and it is over; a later break was sent, and its end will be',
    ]);
  });
});

describe('the admin, in place of someone whom no channel reaches,', () => {
  const HOMELESS = { via: [], addresses: {} };
  const standsIn = 'send dana: in place of sam';

  test('is notified though the person has no address at all', () => {
    const story = new Story({ sam: HOMELESS });
    const alert = story.alert();
    expect(story.dispatcher.trigger(story.history, alert, NOON)).toMatchObject({
      reasons: [{ code: 'failing', state: 'alert' }],
      unreached: ['sam'],
      isUnreachable: false,
    });
    expect(story.dispatcher.sent[0]?.plan).toMatchObject({ role: 'admin', standsInFor: 'sam', insteadOf: 'sam' });
    story.dispatcher.deliveries = [];
    expect(story.lines(alert, NOON)).toEqual([`drop sam: ${FIRST}; has no address`, standsIn]);
  });

  test('is notified since the answers were lost', () => {
    const story = new Story();
    story.dispatcher.outcomeOf = ({ personId }) => (personId === 'sam' ? 'unknown' : 'accepted');
    const alert = story.alert();
    for (const now of [NOON, NOON + minutes(15), NOON + hours(2)]) story.lines(alert, now);
    expect(story.lines(alert, NOON + hours(2) + 1)).toEqual([
      'defer sam: claimed 2026-11-23 14:00 UTC, and its answer was lost',
      `${standsIn}; its answers were lost again and again`,
    ]);
  });

  test('is notified once', () => {
    const story = new Story({ sam: HOMELESS });
    const alert = story.alert();
    story.lines(alert, NOON);
    expect(story.lines(alert, NOON + 1)).toEqual([
      `drop sam: ${FIRST}; has no address`,
      'drop dana: in place of sam; delivered already, 2026-11-23 12:00 UTC',
      'drop dana: notified of alert already',
    ]);
  });

  test('is notified in their hours', () => {
    const story = new Story({ sam: HOMELESS, dana: { quiet: NIGHT } });
    expect(story.lines(story.alert(EVENING), EVENING)[1]).toBe(
      'defer dana: in place of sam; dana has quiet hours; until 2026-11-24 08:00 UTC',
    );
  });

  test('is notified at any hour of what is urgent', () => {
    const story = new Story({ sam: HOMELESS, dana: { quiet: NIGHT }, job: URGENT });
    expect(story.lines(story.alert(EVENING), EVENING)[1]).toBe(`${standsIn}; urgent, so at once`);
  });

  test('is not notified of how it ends for someone else', () => {
    const story = new Story();
    story.lines(story.alert(), NOON);
    story.refuse(NOON, 'sam');
    const passed = story.history.to('green', NOON + hours(1));
    expect(story.lines(passed, NOON + hours(1))).toEqual([
      'defer sam: was notified of it, and it is over; slack refuses: slack says no; until 2026-11-24 12:00 UTC',
    ]);
  });

  test('is not notified in the quiet hours of the person, who may be reached after them', () => {
    const story = new Story({ sam: { quiet: NIGHT } });
    story.refuse(EVENING - 1, 'sam');
    expect(story.lines(story.alert(EVENING), EVENING)).toEqual([
      `defer sam: ${FIRST}; sam has quiet hours; until 2026-11-24 08:00 UTC`,
    ]);
  });

  test('has to have an address', () => {
    const story = new Story({ sam: HOMELESS, dana: HOMELESS });
    const alert = story.alert();
    expect(story.lines(alert, NOON)).toEqual([
      `drop sam: ${FIRST}; has no address`,
      'drop dana: in place of sam; has no address',
    ]);
    expect(story.dispatcher.trigger(story.history, alert, NOON)).toMatchObject({
      isUnreachable: true,
      unreached: ['sam', 'dana'],
    });
  });

  test.each([
    { name: 'there is none', admin: null },
    { name: 'the document does not name them', admin: 'bob' },
  ])('is no one where $name', ({ admin }) => {
    const story = new Story({ sam: HOMELESS, admin });
    expect(story.lines(story.alert(), NOON)).toEqual([`drop sam: ${FIRST}; has no address`]);
  });

  test('is no one where the person covers for them', () => {
    const story = new Story({ sam: HOMELESS, dana: { ...DAY_OUT, cover: 'sam' } });
    expect(story.lines(story.alert(), NOON)).toEqual([`drop sam: ${FIRST}; has no address`]);
  });
});

describe('no one can be notified', () => {
  /** As `refuse` says, an hour before. */
  function refused(...ids: readonly string[]): { story: Story; alert: Transition } {
    const story = new Story();
    story.refuse(NOON - hours(1), ...ids);
    return { story, alert: story.alert() };
  }
  const find = ({ story, alert }: ReturnType<typeof refused>) =>
    story.dispatcher.trigger(story.history, alert, NOON).isUnreachable;

  test('where no channel of the owner works, and none of the admin', () => {
    expect(find(refused('sam', 'dana'))).toBe(true);
  });

  test('which is not so while a channel of the admin works', () => {
    expect(find(refused('sam'))).toBe(false);
  });

  test('nor once a channel took a notification of the break', () => {
    const { story, alert } = refused();
    story.lines(alert, NOON);
    story.refuse(NOON, 'sam', 'dana');
    const worse = story.history.to('escalate', NOON + 1);
    story.dispatcher.job = routedJob({ escalateTo: null });
    expect(story.dispatcher.trigger(story.history, worse, NOON + 1).isUnreachable).toBe(false);
  });

  test('though one was taken of an earlier break', () => {
    const { story, alert } = refused();
    story.lines(alert, NOON);
    story.history.to('green', NOON + 1);
    story.refuse(NOON, 'sam', 'dana');
    const again = story.alert(NOON + 2);
    expect(story.dispatcher.trigger(story.history, again, NOON + 2).isUnreachable).toBe(true);
  });

  test('nor where it has passed', () => {
    const { story, alert } = refused();
    story.lines(alert, NOON);
    const passed = story.history.to('green', NOON + 1);
    story.dispatcher.deliveries = [];
    expect(story.dispatcher.trigger(story.history, passed, NOON + 1).isUnreachable).toBe(false);
  });

  test('nor of a job that has left the rules doc, which is reported when it is retired', () => {
    const { story, alert } = refused();
    story.dispatcher.job = null;
    expect(story.dispatcher.trigger(story.history, alert, NOON)).toMatchObject({
      routed: [],
      reasons: [{ code: 'left-rules' }],
      isUnreachable: false,
    });
  });

  test('nor while it is sent once more to someone whose answers were lost', () => {
    const story = new Story({ dana: { via: [], addresses: {} } });
    story.dispatcher.outcomeOf = () => 'unknown';
    const alert = story.alert();
    for (const now of [NOON, NOON + minutes(15), NOON + hours(2)]) story.lines(alert, now);
    expect(story.dispatcher.trigger(story.history, alert, NOON + hours(3)).isUnreachable).toBe(true);
    const dayLater = story.dispatcher.trigger(story.history, alert, NOON + hours(26));
    expect(dayLater.routed).toMatchObject([{ do: 'send' }, { do: 'drop', personId: 'dana' }]);
    expect(dayLater.isUnreachable).toBe(false);
  });

  test('nor while someone waits for their hours only', () => {
    const story = new Story({ sam: { quiet: NIGHT } });
    expect(story.dispatcher.trigger(story.history, story.alert(EVENING), EVENING)).toMatchObject({
      isUnreachable: false,
      unreached: [],
    });
  });
});

describe('who said that it was fixed', () => {
  const refuted = { reason: 'still-failing', fixedRefuted: true, by: 'max' } as const;

  function given(job: Partial<Job>, max: Given) {
    const story = new Story({ job });
    story.lines(story.alert(NOON), NOON);
    story.dispatcher.people = peopleOf([person('sam'), person('dana'), person('max', max)]);
    return story.lines(story.alert(EVENING, refuted), EVENING)[1];
  }

  test('is notified in their hours that it is not', () => {
    expect(given({}, { quiet: NIGHT })).toBe(
      'defer max: said that it was fixed, and it is not; max has quiet hours; until 2026-11-24 08:00 UTC',
    );
  });

  test('is notified at any hour where it is urgent', () => {
    expect(given(URGENT, { quiet: NIGHT })).toBe('send max: said that it was fixed, and it is not; urgent, so at once');
  });

  test('is meant in person, although someone covers', () => {
    expect(given({}, { ...DAY_OUT, cover: 'dana' })).toBe(
      'defer max: said that it was fixed, and it is not; max is away; until 2026-11-24 00:00 UTC',
    );
  });
});

test('who is only kept informed of what is urgent is notified in their hours', () => {
  const story = new Story({ job: URGENT });
  story.dispatcher.outcomeOf = ({ personId }) => (personId === 'lee' ? 'unknown' : 'accepted');
  story.lines(story.history.to('escalate', NOON), NOON);
  story.dispatcher.people = peopleOf([person('sam'), person('lee', { quiet: NIGHT }), person('dana')]);
  const better = story.history.to('alert', EVENING, { reason: 'improved' });
  expect(story.lines(better, EVENING)).toEqual([
    'send sam: better: alert',
    `defer lee: ${FIRST}; lee has quiet hours; until 2026-11-24 08:00 UTC`,
  ]);
});

describe('an owner who is away for weeks without a cover', () => {
  const away = { away: [{ from: '2026-11-20', to: '2026-12-22' }] };
  const admin = 'sam cannot be reached within 14 days, so the admin is notified';

  test.each([
    { name: 'since the warning was due', day: 13 },
    { name: 'since the alert was due', day: 20 },
  ])('leaves it to the admin, 14 days $name', ({ day }) => {
    const story = new Story({ sam: away });
    story.history.to('warn', NOON);
    const alert = story.alert(NOON + 10 * DAY_MS);
    const now = NOON + day * DAY_MS;
    expect(story.lines(alert, now)).toEqual([`send dana: ${FIRST}; ${admin}`]);
  });
});

describe('a delivery that comes late', () => {
  test('says what the channels answered to the newest attempt', () => {
    const story = new Story();
    story.dispatcher.outcomeOf = () => 'refused';
    story.lines(story.alert(), NOON);
    const [first] = story.dispatcher.deliveries;
    if (!first) throw new Error('no delivery');
    story.dispatcher.failures = [];
    story.dispatcher.deliveries = [
      { ...first, eventId: 'b', claimedAt: NOON + 2, error: 'the newest' },
      { ...first, eventId: 'a', claimedAt: NOON + 1, error: 'the one before' },
    ];
    story.lines(story.history.to('escalate', NOON + hours(1)), NOON + hours(1));
    expect(story.dispatcher.sent.at(-2)?.plan).toMatchObject({ personId: 'sam', delayedBy: 'the newest' });
    expect(story.dispatcher.sent.at(-1)?.plan).toMatchObject({ personId: 'lee', delayedBy: null });
  });

  test('says that no channel took it, where a former version kept no answer', () => {
    const story = new Story();
    story.dispatcher.outcomeOf = () => 'refused';
    story.lines(story.alert(), NOON);
    story.dispatcher.failures = [];
    story.dispatcher.deliveries = story.dispatcher.deliveries.map((each) => ({ ...each, error: null }));
    story.lines(story.history.to('escalate', NOON + hours(1)), NOON + hours(1));
    expect(story.dispatcher.sent.at(-2)?.plan.delayedBy).toBe('no channel took it');
  });
});
