import { describe, expect, test } from 'vitest';
import type { Instant } from '../../../lib/core/instant.ts';
import { flappingOf } from '../../../lib/core/routing/flapping.ts';
import { at, hours, minutes } from '../decision/given.ts';
import { Dispatcher, History, inShort, peopleOf, person, routedJob } from './setting.ts';

const NOON = at('2026-11-23T12:00:00Z');

/** A job that fails and passes again, each dispatched as it happens. */
class Story {
  readonly history = new History();
  readonly dispatcher = new Dispatcher(peopleOf([person('sam'), person('lee'), person('dana')]), routedJob());

  fail(when: Instant, state: 'warn' | 'alert' | 'escalate' = 'alert') {
    return inShort(this.dispatcher.trigger(this.history, this.history.to(state, when), when));
  }

  pass(when: Instant) {
    return inShort(this.dispatcher.trigger(this.history, this.history.to('green', when), when));
  }

  /** Looks again at the newest change, as its deferral does. */
  again(when: Instant) {
    const newest = this.history.transitions.at(-1);
    if (!newest) throw new Error('no transition');
    return inShort(this.dispatcher.trigger(this.history, newest, when));
  }

  /** Fails `count` times, each for 10 minutes, an hour apart from `from` on. */
  flap(count: number, from: Instant): void {
    for (let index = 0; index < count; index += 1) {
      this.fail(from + index * hours(1));
      this.pass(from + index * hours(1) + minutes(10));
    }
  }
}

describe('a job flaps', () => {
  const cases: readonly { name: string; failures: readonly number[]; want: object | null }[] = [
    { name: 'not with three failures in a day', failures: [0, 1, 2], want: null },
    { name: 'with the fourth', failures: [0, 1, 2, 3], want: { seq: 7, count: 4 } },
    { name: 'not when the fourth comes a day after the first', failures: [0, 8, 16, 24], want: null },
    { name: 'when it comes just before that', failures: [0, 8, 16, 23.9], want: { seq: 7, count: 4 } },
    {
      name: 'still, when it fails more seldom and was never green for a day',
      failures: [0, 1, 2, 3, 23, 43],
      want: { seq: 7, count: 2 },
    },
    { name: 'still, just before it was green for a day', failures: [0, 1, 2, 3, 27.16], want: { seq: 7, count: 1 } },
    { name: 'no more once it was green for a day', failures: [0, 1, 2, 3, 27 + 1 / 6], want: null },
    { name: 'no more a day later, with a failure again', failures: [0, 1, 2, 3, 27 + 1 / 6, 28], want: null },
    {
      name: 'again, with four failures after that',
      failures: [0, 1, 2, 3, 28, 29, 30, 31],
      want: { seq: 15, count: 4 },
    },
  ];
  test.each(cases)('$name', ({ failures, want }) => {
    const history = new History();
    for (const hour of failures) {
      history.to('alert', NOON + hours(hour));
      history.to('green', NOON + hours(hour) + minutes(10));
    }
    const flapping = flappingOf(history.transitions);
    expect(flapping && { seq: flapping.seq, count: flapping.count }).toEqual(want);
  });

  /** Four failures in three hours, of which the last passed at 15:10. */
  function flapped(): History {
    const history = new History();
    for (let hour = 0; hour < 4; hour += 1) {
      history.to('alert', NOON + hours(hour));
      history.to('green', NOON + hours(hour) + minutes(10));
    }
    return history;
  }

  test('still, when it fails and becomes worse', () => {
    const history = flapped();
    history.to('warn', NOON + hours(5));
    history.to('escalate', NOON + hours(6));
    expect(flappingOf(history.transitions)).toEqual({ seq: 7, count: 5, passedAt: null });
  });

  test('still, when it was snoozed for days and fails', () => {
    const history = flapped();
    history.to('alert', NOON + hours(5));
    history.act({ verb: 'snooze', forMs: hours(72) }, 'sam', NOON + hours(5));
    history.to('alert', NOON + hours(80), { reason: 'resumed' });
    expect(flappingOf(history.transitions)).toMatchObject({ seq: 7, passedAt: null });
  });

  test('and passed when it passed last', () => {
    expect(flappingOf(flapped().transitions)).toMatchObject({ passedAt: NOON + hours(3) + minutes(10) });
  });

  test('not because it is worse, better, snoozed and resumed in one break', () => {
    const history = new History();
    for (const state of ['warn', 'alert', 'warn', 'alert', 'warn'] as const) history.to(state, NOON);
    for (let index = 0; index < 3; index += 1) {
      history.act({ verb: 'snooze', forMs: hours(1) }, 'sam', NOON);
      history.to('alert', NOON + hours(index + 2), { reason: 'resumed' });
    }
    expect(flappingOf(history.transitions)).toBeNull();
  });
});

describe('a job that flaps', () => {
  test('is sent once as flapping, with the count; then its alerts and recoveries are held', () => {
    const story = new Story();
    story.flap(3, NOON);
    expect(story.dispatcher.sent.map(({ plan }) => plan.noticeKind)).toEqual([
      ...['failing', 'over', 'failing', 'over', 'failing', 'over'],
    ]);
    expect(story.fail(NOON + hours(3))).toEqual(['send sam failing']);
    expect(story.dispatcher.sent.at(-1)?.plan.flapping).toBe(4);
    expect(story.pass(NOON + hours(3) + minutes(10))).toEqual(['defer sam over until 2026-11-24T15:10']);
    expect(story.fail(NOON + hours(4))).toEqual(['defer sam failing until 2026-11-23T18:00']);
    expect(story.pass(NOON + hours(4) + minutes(10))).toEqual([]);
    expect(story.dispatcher.sent).toHaveLength(7);
  });

  test('is sent all the same when it fails for 2 hours without a change', () => {
    const story = new Story();
    story.flap(4, NOON);
    story.fail(NOON + hours(5));
    expect(story.again(NOON + hours(7) - 1)).toEqual(['defer sam failing until 2026-11-23T19:00']);
    expect(story.again(NOON + hours(7))).toEqual(['send sam failing']);
    expect(story.dispatcher.sent.at(-1)?.plan.flapping).toBe(5);
  });

  test('is sent at once when it escalates', () => {
    const story = new Story();
    story.flap(4, NOON);
    expect(story.fail(NOON + hours(5), 'escalate')).toEqual(['send sam failing', 'send lee failing']);
  });

  test('is sent as over when it has been green for 24 hours, once', () => {
    const story = new Story();
    story.flap(4, NOON);
    const passed = NOON + hours(3) + minutes(10);
    expect(story.again(passed + hours(24) - 1)).toEqual(['defer sam over until 2026-11-24T15:10']);
    expect(story.again(passed + hours(24))).toEqual(['send sam over']);
    expect(story.again(passed + hours(25))).toEqual(['drop sam']);
  });

  test('is sent as over for the newest break that was sent, not for each', () => {
    const story = new Story();
    story.flap(4, NOON);
    const fourth = story.history.transitions.at(-1);
    if (!fourth) throw new Error('no transition');
    story.fail(NOON + hours(5));
    story.again(NOON + hours(7));
    story.pass(NOON + hours(8));
    const { dispatcher, history } = story;
    expect(inShort(dispatcher.trigger(history, fourth, NOON + hours(40)))).toEqual(['drop sam']);
    expect(story.again(NOON + hours(40))).toEqual(['send sam over']);
  });

  test('is sent as over a day later at the earliest where it fails again', () => {
    const story = new Story();
    story.flap(4, NOON);
    const fourth = story.history.transitions.at(-1);
    if (!fourth) throw new Error('no transition');
    story.fail(NOON + hours(5));
    const { routed } = story.dispatcher.trigger(story.history, fourth, NOON + hours(6));
    expect(routed).toMatchObject([{ do: 'defer', until: NOON + hours(30) }]);
    expect(routed[0]?.reasons.at(-1)).toEqual({ code: 'flapping', count: 5 });
  });

  test('is sent as retired at once', () => {
    const story = new Story();
    story.flap(4, NOON);
    story.fail(NOON + hours(5), 'escalate');
    story.dispatcher.job = null;
    const retired = story.history.retire(NOON + hours(6));
    const routing = story.dispatcher.trigger(story.history, retired, NOON + hours(6));
    expect(inShort(routing)).toEqual(['send sam retired', 'send lee retired']);
  });

  test('is sent to someone of whom a change that no one has to act on was all they had', () => {
    const story = new Story();
    story.flap(4, NOON);
    story.dispatcher.deliveries = story.dispatcher.deliveries.filter(({ state }) => state === 'green');
    const [over] = story.dispatcher.deliveries;
    if (!over) throw new Error('no delivery');
    story.dispatcher.deliveries.push({ ...over, eventId: 'later', seq: 8 });
    expect(story.fail(NOON + hours(5))).toEqual(['send sam failing']);
  });

  test('after a calm day is sent like any other', () => {
    const story = new Story();
    story.flap(4, NOON);
    story.again(NOON + hours(30));
    expect(story.fail(NOON + hours(31))).toEqual(['send sam failing']);
    expect(story.dispatcher.sent.at(-1)?.plan.flapping).toBeNull();
  });
});
