import { describe, expect, test } from 'vitest';
import type { Job } from '../../../lib/core/model/job.ts';
import type { Delivery } from '../../../lib/core/routing/delivery.ts';
import { routeText } from '../../../lib/core/routing/route-reason.ts';
import { standingPlan } from '../../../lib/core/routing/standing-plan.ts';
import { at, givenRule, hours, minutes } from '../decision/given.ts';
import { Dispatcher, History, inShort, NIGHT, peopleOf, person, routedJob } from './setting.ts';

/** 2026-11-23 is a Monday. */
const NOON = '2026-11-23T12:00:00Z';
const EVENING = '2026-11-23T21:00:00Z';
const LATE = '2026-11-23T23:00:00Z';
const MORNING = '2026-11-24T08:00:00Z';

const SAM = person('sam', { manager: 'max' });
const LEE = person('lee');
const DANA = person('dana');
const MAX = person('max');
const EVERYBODY = [SAM, LEE, DANA, MAX];

function given(persons = EVERYBODY, job: Partial<Job> = {}) {
  return { history: new History(), dispatcher: new Dispatcher(peopleOf(persons), routedJob(job)) };
}

/** A break of which sam was told at noon. */
function notified(state: 'warn' | 'alert' | 'escalate' = 'alert', persons = EVERYBODY, job: Partial<Job> = {}) {
  const { history, dispatcher } = given(persons, job);
  const first = history.to(state, NOON);
  dispatcher.trigger(history, first, NOON);
  return { history, dispatcher, first };
}

const QUIET_SAM = [person('sam', { quiet: NIGHT }), LEE, DANA, MAX];

describe('still true?', () => {
  test('a break that began and passed in one quiet night is told by the summary only', () => {
    const { history, dispatcher } = given(QUIET_SAM);
    const alert = history.to('alert', EVENING);
    expect(inShort(dispatcher.trigger(history, alert, EVENING))).toEqual(['defer sam failing until 2026-11-24T08:00']);
    const passed = history.to('green', LATE);
    expect(dispatcher.trigger(history, passed, LATE)).toMatchObject({
      routed: [],
      reasons: [{ code: 'is-over' }, { code: 'no-one-notified' }, { code: 'only-in-summary' }],
    });
    expect(dispatcher.trigger(history, alert, MORNING).routed).toEqual([]);
  });

  test('what is told in the morning is the state of the morning, once, whichever event wakes first', () => {
    const { history, dispatcher } = given(QUIET_SAM);
    const warn = history.to('warn', EVENING);
    const alert = history.to('alert', LATE);
    dispatcher.trigger(history, warn, EVENING);
    dispatcher.trigger(history, alert, LATE);
    expect(inShort(dispatcher.trigger(history, alert, MORNING))).toEqual(['send sam failing']);
    expect(dispatcher.sent[0]?.plan).toMatchObject({ state: 'alert', seq: 2, claimId: `claim#${alert.eventId}#sam` });
    expect(inShort(dispatcher.trigger(history, warn, MORNING))).toEqual(['drop sam']);
  });

  test('nobody who was not told is skipped because it only improved', () => {
    const { history, dispatcher } = given(QUIET_SAM);
    history.to('alert', EVENING);
    const warn = history.to('warn', LATE, { reason: 'improved' });
    expect(inShort(dispatcher.trigger(history, warn, MORNING))).toEqual(['send sam failing']);
  });

  test('a transition that came in after the row was read is left to its own event', () => {
    const { history, dispatcher } = given();
    const warn = history.to('warn', NOON);
    const { row } = history;
    const alert = history.to('alert', NOON);
    dispatcher.trigger({ row, transitions: history.transitions }, warn, NOON);
    expect(inShort(dispatcher.trigger(history, alert, NOON))).toEqual(['send sam failing']);
    expect(dispatcher.sent.map(({ plan }) => plan.state)).toEqual(['warn', 'alert']);
  });

  test('a transition that still waits in the outbox counts as the newest', () => {
    const { history, dispatcher } = given();
    const warn = history.to('warn', NOON);
    const alert = history.to('alert', NOON);
    const row = { ...history.row, outbox: [{ key: 1, transition: alert, audit: [], links: [] }] };
    dispatcher.trigger({ row, transitions: [warn] }, warn, NOON);
    expect(dispatcher.sent[0]?.plan).toMatchObject({ state: 'alert', eventId: alert.eventId });
  });
});

describe('who', () => {
  const away = { away: [{ from: '2026-11-20', to: '2026-11-30' }] };
  const cases: readonly {
    name: string;
    persons?: typeof EVERYBODY;
    job?: Partial<Job>;
    state?: 'alert' | 'escalate';
    want: string[];
  }[] = [
    { name: 'an alert goes to the owner', want: ['send sam failing'] },
    {
      name: 'an escalation goes to the owner and the target',
      state: 'escalate',
      want: ['send sam failing', 'send lee failing'],
    },
    {
      name: 'without a target to the owner’s manager',
      state: 'escalate',
      job: { escalateTo: null },
      want: ['send sam failing', 'send max failing'],
    },
    {
      name: 'without a manager to the admin',
      state: 'escalate',
      persons: [person('sam'), DANA],
      job: { escalateTo: null },
      want: ['send sam failing', 'send dana failing'],
    },
    {
      name: 'a target who is the owner is told once',
      state: 'escalate',
      job: { escalateTo: 'sam' },
      want: ['send sam failing'],
    },
    {
      name: 'an owner who is away is covered',
      persons: [person('sam', { ...away, cover: 'max' }), DANA, MAX],
      want: ['send max failing'],
    },
    {
      name: 'a cover who is away is covered in turn',
      persons: [person('sam', { ...away, cover: 'max' }), person('max', { ...away, cover: 'lee' }), LEE, DANA],
      want: ['send lee failing'],
    },
    {
      name: 'covers that run in a circle end, and the first to be back is told',
      persons: [
        person('sam', { ...away, cover: 'max' }),
        person('max', { away: [{ from: '2026-11-20', to: '2026-11-24' }], cover: 'sam' }),
        DANA,
      ],
      want: ['defer max failing until 2026-11-25T00:00'],
    },
    {
      name: 'with nobody reachable within 14 days the admin is told',
      persons: [person('sam', { away: [{ from: '2026-11-20', to: '2026-12-30' }] }), DANA],
      want: ['send dana failing'],
    },
    {
      name: 'with the admin away as well, the admin is told at once rather than nobody',
      persons: [person('sam', { away: [{ from: '2026-11-20', to: '2026-12-30' }] }), person('dana', { weekdays: [] })],
      want: ['send dana failing'],
    },
    { name: 'an owner whom the document no longer names is passed over', job: { owner: 'bob' }, want: ['drop bob'] },
    { name: 'without any owner nobody is told', job: { owner: null }, want: [] },
  ];

  for (const { name, persons, job, state = 'alert', want } of cases) {
    test(name, () => {
      const { history, dispatcher } = given(persons, job);
      const routing = dispatcher.trigger(history, history.to(state, NOON), NOON);
      expect(inShort(routing)).toEqual(want);
      expect(routing.isUnreachable).toBe(want.every((each) => each.startsWith('drop')));
    });
  }

  test('owner and target who are covered by the same person make one message', () => {
    const persons = [person('sam', { ...away, cover: 'max' }), person('lee', { ...away, cover: 'max' }), MAX, DANA];
    const { history, dispatcher } = given(persons);
    expect(inShort(dispatcher.trigger(history, history.to('escalate', NOON), NOON))).toEqual(['send max failing']);
  });
});

describe('when', () => {
  const cases: readonly {
    name: string;
    sam: Parameters<typeof person>[1];
    urgent?: boolean;
    state?: 'warn' | 'alert';
    now?: string;
    want: string;
  }[] = [
    {
      name: 'in quiet hours it waits for their end',
      sam: { quiet: NIGHT },
      want: 'defer sam failing until 2026-11-24T08:00',
    },
    {
      name: 'the last millisecond of quiet is quiet',
      sam: { quiet: NIGHT },
      now: '2026-11-24T07:59:59.999Z',
      want: 'defer sam failing until 2026-11-24T08:00',
    },
    { name: 'at the end of quiet it goes out', sam: { quiet: NIGHT }, now: MORNING, want: 'send sam failing' },
    {
      name: 'in the person’s own zone',
      sam: { quiet: NIGHT, timezone: 'Asia/Kathmandu' },
      want: 'defer sam failing until 2026-11-24T02:15',
    },
    {
      name: 'on a day off it waits for a working day',
      sam: { weekdays: [3] },
      want: 'defer sam failing until 2026-11-25T00:00',
    },
    {
      name: 'on a holiday it waits for the day after',
      sam: { holidays: ['SG'] },
      want: 'defer sam failing until 2026-11-24T00:00',
    },
    { name: 'an urgent alert does not wait', sam: { quiet: NIGHT }, urgent: true, want: 'send sam failing' },
    {
      name: 'a warning of an urgent job does',
      sam: { quiet: NIGHT },
      urgent: true,
      state: 'warn',
      want: 'defer sam failing until 2026-11-24T08:00',
    },
    {
      name: 'an urgent alert goes to the cover at once, quiet or not',
      sam: { away: [{ from: '2026-11-23', to: '2026-11-23' }], cover: 'max' },
      urgent: true,
      want: 'send max failing',
    },
    {
      name: 'an urgent alert goes to the admin when the owner is away without cover',
      sam: { away: [{ from: '2026-11-23', to: '2026-11-23' }] },
      urgent: true,
      want: 'send dana failing',
    },
  ];

  for (const { name, sam, urgent = false, state = 'alert', now = EVENING, want } of cases) {
    test(name, () => {
      const people = peopleOf([person('sam', sam), LEE, DANA, person('max', { quiet: NIGHT })], 'dana', ['2026-11-23']);
      const dispatcher = new Dispatcher(people, routedJob({ rule: givenRule({ urgent }) }));
      const history = new History();
      expect(inShort(dispatcher.trigger(history, history.to(state, now), now))).toEqual([want]);
    });
  }

  test('the reason names what is waited for', () => {
    const { history, dispatcher } = given(QUIET_SAM);
    const { routed } = dispatcher.trigger(history, history.to('alert', EVENING), EVENING);
    expect(routeText(routed[0]?.reasons ?? [])).toBe(
      'not notified of it yet: alert; sam has quiet hours; until 2026-11-24 08:00 UTC',
    );
  });
});

describe('which', () => {
  test('worse is told anew', () => {
    const { history, dispatcher } = notified('warn');
    expect(inShort(dispatcher.trigger(history, history.to('alert', LATE), LATE))).toEqual(['send sam failing']);
  });

  test('better but still failing changes the earlier message and pings nobody', () => {
    const { history, dispatcher } = notified('alert');
    const better = history.to('warn', LATE, { reason: 'improved' });
    expect(inShort(dispatcher.trigger(history, better, LATE))).toEqual(['send sam update']);
    const plan = dispatcher.sent.at(-1)?.plan;
    expect(plan?.earlier).toEqual({
      address: { channel: 'slack', to: 'U0SAM' },
      receipt: 'ts-1',
      jobIds: ['orders-db'],
    });
    expect(plan?.addresses).toEqual([]);
  });

  test('better is not told at all where the earlier message cannot be changed', () => {
    const { history, dispatcher } = given();
    dispatcher.hasReceipts = false;
    dispatcher.trigger(history, history.to('alert', NOON), NOON);
    const { routed } = dispatcher.trigger(history, history.to('warn', LATE, { reason: 'improved' }), LATE);
    expect(routed).toMatchObject([
      { do: 'drop', personId: 'sam', reasons: [{ code: 'better' }, { code: 'not-changeable' }] },
    ]);
  });

  test.each([
    ['email', 'sam@acme.example'],
    ['sns', 'arn:aws:sns:eu-central-1:111122223333:backups'],
    ['webhook', 'https://hooks.acme.example/'],
  ] as const)('nor by %s, which cannot change a message although it gives it an id', (channel, to) => {
    const { history, dispatcher } = notified('alert');
    dispatcher.deliveries = dispatcher.deliveries.map((each) => ({ ...each, address: { channel, to } }));
    const { routed } = dispatcher.trigger(history, history.to('warn', LATE, { reason: 'improved' }), LATE);
    expect(routed).toMatchObject([
      { do: 'drop', personId: 'sam', reasons: [{ code: 'better' }, { code: 'not-changeable' }] },
    ]);
  });

  test('worse again after better is told anew', () => {
    const { history, dispatcher } = notified('alert');
    dispatcher.trigger(history, history.to('warn', LATE, { reason: 'improved' }), LATE);
    expect(inShort(dispatcher.trigger(history, history.to('alert', MORNING), MORNING))).toEqual(['send sam failing']);
  });

  test('whoever was told learns that it is over, and nobody else', () => {
    const { history, dispatcher } = notified('escalate');
    const passed = history.to('green', LATE);
    expect(inShort(dispatcher.trigger(history, passed, LATE))).toEqual(['send sam over', 'send lee over']);
    expect(inShort(dispatcher.trigger(history, passed, LATE))).toEqual(['drop sam', 'drop lee']);
  });

  test('whoever may have seen a message whose dispatcher died learns that it is over', () => {
    const { history, dispatcher } = given();
    dispatcher.outcomeOf = () => null;
    dispatcher.trigger(history, history.to('alert', NOON), NOON);
    expect(inShort(dispatcher.trigger(history, history.to('green', LATE), LATE))).toEqual(['send sam over']);
  });

  test('whoever was told of a break learns that it is over though the next one has begun', () => {
    const { history, dispatcher } = notified('alert', QUIET_SAM);
    const passed = history.to('green', EVENING);
    expect(inShort(dispatcher.trigger(history, passed, EVENING))).toEqual(['defer sam over until 2026-11-24T08:00']);
    const again = history.to('alert', LATE);
    expect(inShort(dispatcher.trigger(history, again, MORNING))).toEqual(['send sam failing']);
    expect(inShort(dispatcher.trigger(history, passed, MORNING))).toEqual(['send sam over']);
  });

  for (const verb of ['snooze', 'mute'] as const) {
    test(`a ${verb} changes the earlier message of those who were told, and tells nobody else`, () => {
      const { history, dispatcher } = notified('alert');
      const action = verb === 'snooze' ? { verb, forMs: hours(24) } : { verb };
      const quieted = history.act(action, 'max', LATE);
      if (!quieted) throw new Error('no transition');
      expect(inShort(dispatcher.trigger(history, quieted, LATE))).toEqual(['send sam update']);
      expect(dispatcher.sent.at(-1)?.plan).toMatchObject({ noticeKind: 'quieted', state: 'green' });
    });
  }

  test('an alert that waited is not told while the job is snoozed', () => {
    const { history, dispatcher } = given(QUIET_SAM);
    const alert = history.to('alert', EVENING);
    history.act({ verb: 'snooze', forMs: hours(24) }, 'max', LATE);
    expect(dispatcher.trigger(history, alert, MORNING).routed).toEqual([]);
  });

  test('a job that fails again after its snooze is told like worse, though it is as bad as before', () => {
    const { history, dispatcher } = notified('alert');
    history.act({ verb: 'snooze', forMs: hours(1) }, 'sam', EVENING);
    const resumed = history.to('alert', LATE, { reason: 'resumed' });
    expect(inShort(dispatcher.trigger(history, resumed, LATE))).toEqual(['send sam failing']);
  });

  test('an ended mute is not told before the next check', () => {
    const { history, dispatcher } = notified('alert');
    const muted = history.act({ verb: 'mute' }, 'max', EVENING);
    history.act({ verb: 'resume' }, 'max', EVENING);
    if (!muted) throw new Error('no transition');
    expect(inShort(dispatcher.trigger(history, muted, LATE))).toEqual(['drop sam']);
  });

  test('a snoozed break that passes is told to whoever snoozed it, and to those who were told', () => {
    const { history, dispatcher } = notified('alert');
    history.act({ verb: 'snooze', forMs: hours(24) }, 'max', EVENING);
    const passed = history.to('green', LATE);
    expect(inShort(dispatcher.trigger(history, passed, LATE))).toEqual(['send max over', 'send sam over']);
  });

  test('a break that faded while muted is told to nobody', () => {
    const { history, dispatcher } = notified('alert');
    const muted = history.act({ verb: 'mute' }, 'max', EVENING);
    history.fade();
    if (!muted) throw new Error('no transition');
    expect(inShort(dispatcher.trigger(history, muted, LATE))).toEqual(['drop sam']);
  });

  test('still failing is told to the one who said that it was fixed, and to nobody else', () => {
    const { history, dispatcher } = notified('alert');
    const refuted = history.to('alert', LATE, { reason: 'still-failing', fixedRefuted: true, by: 'max' });
    expect(inShort(dispatcher.trigger(history, refuted, LATE))).toEqual(['drop sam', 'send max failing']);
    expect(dispatcher.sent.at(-1)?.plan.isRefuted).toBe(true);
    expect(inShort(dispatcher.trigger(history, refuted, LATE))).toEqual(['drop sam', 'drop max']);
  });

  test('an owner whose fix was refuted is told though nothing has become worse', () => {
    const { history, dispatcher } = notified('alert');
    const better = history.to('warn', LATE, { reason: 'improved', fixedRefuted: true, by: 'sam' });
    expect(inShort(dispatcher.trigger(history, better, LATE))).toEqual(['send sam failing']);
  });

  test('a fix by somebody whom the document does not know is refuted to nobody', () => {
    const { history, dispatcher } = notified('alert');
    const refuted = history.to('alert', LATE, { reason: 'still-failing', fixedRefuted: true, by: 'root@host' });
    expect(inShort(dispatcher.trigger(history, refuted, LATE))).toEqual(['drop sam', 'drop root@host']);
  });

  test('a job that leaves the rules doc while it fails is told to those who were told of it', () => {
    const { history, dispatcher } = notified('alert');
    dispatcher.job = null;
    expect(inShort(dispatcher.trigger(history, history.retire(LATE), LATE))).toEqual(['send sam retired']);
  });

  test('a target of an earlier escalation sees its message change, and is not pinged for an alert', () => {
    const { history, dispatcher } = notified('escalate');
    history.act({ verb: 'snooze', forMs: hours(1) }, 'sam', EVENING);
    const resumed = history.to('alert', LATE, { reason: 'resumed' });
    expect(inShort(dispatcher.trigger(history, resumed, LATE))).toEqual(['send sam failing', 'send lee update']);
  });

  test('a message about too many jobs is not changed', () => {
    const { history, dispatcher } = notified('alert');
    const [first] = dispatcher.deliveries;
    if (first) dispatcher.deliveries[0] = { ...first, jobIds: null };
    const { routed } = dispatcher.trigger(history, history.to('warn', LATE, { reason: 'improved' }), LATE);
    expect(routed).toMatchObject([{ do: 'drop', reasons: [{ code: 'better' }, { code: 'too-many-jobs-to-change' }] }]);
  });
});

describe('where', () => {
  const cases = [
    { name: 'in the order of via', sam: { via: ['email', 'slack'] as const }, want: ['email', 'slack'] },
    { name: 'by default slack if there is an id', sam: { via: [] }, want: ['slack'] },
    { name: 'else email', sam: { via: [], addresses: { email: 'sam@acme.example' } }, want: ['email'] },
    { name: 'channels without an address are left out', sam: { via: ['webhook', 'email'] as const }, want: ['email'] },
  ];
  for (const { name, sam, want } of cases) {
    test(name, () => {
      const { history, dispatcher } = given([person('sam', sam), DANA]);
      dispatcher.trigger(history, history.to('alert', NOON), NOON);
      expect(dispatcher.sent[0]?.plan.addresses.map(({ channel }) => channel)).toEqual(want);
    });
  }

  test('when every channel refused, the admin is told by all of theirs, once', () => {
    const { history, dispatcher } = given();
    dispatcher.outcomeOf = ({ personId }) => (personId === 'sam' ? 'refused' : 'accepted');
    const alert = history.to('alert', NOON);
    dispatcher.trigger(history, alert, NOON);
    expect(inShort(dispatcher.trigger(history, alert, NOON))).toEqual([
      'defer sam failing until 2026-11-24T12:00',
      'send dana for sam failing',
    ]);
    expect(dispatcher.sent.at(-1)?.plan).toMatchObject({
      byAll: true,
      claimId: `claim#${alert.eventId}#dana#for#sam`,
      addresses: [{ channel: 'slack' }, { channel: 'email' }],
    });
    dispatcher.trigger(history, alert, NOON);
    expect(dispatcher.sent).toHaveLength(2);
  });

  test('a person without any address is as good as one who cannot be reached', () => {
    const { history, dispatcher } = given([person('sam', { via: [], addresses: {} }), DANA]);
    const routing = dispatcher.trigger(history, history.to('alert', NOON), NOON);
    expect(inShort(routing)).toEqual(['drop sam', 'send dana for sam failing']);
  });

  test('a stand-in whose notification is in doubt is waited for, and sent nothing of their own meanwhile', () => {
    const { history, dispatcher } = given([person('sam', { via: [], addresses: {} }), DANA]);
    dispatcher.outcomeOf = () => 'unknown';
    const alert = history.to('alert', NOON);
    dispatcher.trigger(history, alert, NOON);
    const soon = dispatcher.trigger(history, alert, '2026-11-23T12:02:00Z');
    expect(inShort(soon)).toEqual(['drop sam', 'defer dana for sam failing until 2026-11-23T12:15']);
  });

  test('an admin whom no channel reaches has nobody to stand in, and is tried again', () => {
    const { history, dispatcher } = given([DANA], { owner: 'dana' });
    dispatcher.outcomeOf = () => 'refused';
    const alert = history.to('alert', NOON);
    dispatcher.trigger(history, alert, NOON);
    const routing = dispatcher.trigger(history, alert, NOON);
    expect(inShort(routing)).toEqual(['defer dana failing until 2026-11-24T12:00']);
    expect(routing.unreached).toEqual(['dana']);
    expect(routing.isUnreachable).toBe(true);
  });
});

describe('once', () => {
  const cases: readonly { name: string; claim: Partial<Delivery>; afterMs: number; want: string }[] = [
    { name: 'a claim that was accepted is done', claim: { outcome: 'accepted' }, afterMs: hours(5), want: 'drop sam' },
    {
      name: 'a claim under way is waited for',
      claim: { outcome: null },
      afterMs: minutes(15) - 1,
      want: 'defer sam failing until 2026-11-23T12:15',
    },
    {
      name: 'a claim of 15 minutes without an outcome is taken over',
      claim: { outcome: null },
      afterMs: minutes(15),
      want: 'send sam failing',
    },
    {
      name: 'an answer that was lost is waited for as long',
      claim: { outcome: 'unknown' },
      afterMs: minutes(14),
      want: 'defer sam failing until 2026-11-23T12:15',
    },
    {
      name: 'and sent again after that',
      claim: { outcome: 'unknown' },
      afterMs: minutes(15),
      want: 'send sam failing',
    },
    {
      name: 'a claim that a former version gave up is tried again',
      claim: { outcome: 'refused' },
      afterMs: minutes(2),
      want: 'send sam failing',
    },
    {
      name: 'and one that a former version put off',
      claim: { outcome: 'later', retryAt: at(NOON) + minutes(5) },
      afterMs: minutes(2),
      want: 'send sam failing',
    },
    {
      name: 'the second answer that was lost is waited for an hour',
      claim: { outcome: 'unknown', attempts: 2 },
      afterMs: minutes(59),
      want: 'defer sam failing until 2026-11-23T13:00',
    },
  ];
  for (const { name, claim, afterMs, want } of cases) {
    test(name, () => {
      const { history, dispatcher, first } = notified('alert');
      const [delivery] = dispatcher.deliveries;
      if (delivery) dispatcher.deliveries[0] = { ...delivery, ...claim };
      expect(inShort(dispatcher.trigger(history, first, at(NOON) + afterMs))).toEqual([want]);
    });
  }

  test('after three answers lost in a row the admin stands in, and the person is tried once a day', () => {
    const { history, dispatcher, first } = notified('alert');
    const [delivery] = dispatcher.deliveries;
    if (delivery) dispatcher.deliveries[0] = { ...delivery, outcome: 'unknown', attempts: 3 };
    expect(inShort(dispatcher.trigger(history, first, NOON))).toEqual([
      'defer sam failing until 2026-11-24T12:00',
      'send dana for sam failing',
    ]);
  });

  test('the same event twice sends once', () => {
    const { history, dispatcher, first } = notified('alert');
    dispatcher.trigger(history, first, NOON);
    expect(dispatcher.sent).toHaveLength(1);
  });
});

describe('a job in a message that is changed because of another', () => {
  const cases: readonly { name: string; change: (history: History) => void; want: object }[] = [
    { name: 'is told as failing while it fails', change: () => {}, want: { noticeKind: 'failing', state: 'alert' } },
    {
      name: 'as over when it has passed',
      change: (history) => history.to('green', LATE),
      want: { noticeKind: 'over', state: 'green' },
    },
    {
      name: 'as quieted while it is',
      change: (history) => history.act({ verb: 'mute' }, 'lee', LATE),
      want: { noticeKind: 'quieted' },
    },
    {
      name: 'as quieted until the next check when that was ended',
      change: (history) => {
        history.act({ verb: 'mute' }, 'lee', LATE);
        history.act({ verb: 'resume' }, 'lee', LATE);
      },
      want: { noticeKind: 'quieted', state: 'green' },
    },
  ];
  for (const { name, change, want } of cases) {
    test(name, () => {
      const { history, dispatcher, first } = notified('alert');
      change(history);
      const [delivery] = dispatcher.deliveries;
      if (!delivery) throw new Error('nobody was told');
      const plan = standingPlan(dispatcher.input(history, first, at(MORNING)), delivery);
      expect(plan).toMatchObject({ ...want, personId: 'sam', addresses: [] });
    });
  }
});
