import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { type ChannelFailure, ChannelFailures, failureAfter } from '../../../lib/core/routing/channel-failure.ts';
import type { Delivery } from '../../../lib/core/routing/delivery.ts';
import { at } from '../decision/given.ts';
import { Dispatcher, History, inShort, NIGHT, peopleOf, person, routedJob } from './setting.ts';

const NOON = at('2026-11-23T12:00:00Z');
const MAIL = { channel: 'email', to: 'sam@acme.example' } as const;

function failed(outcome: 'later' | 'refused' | 'unknown', afterS: number | null = null) {
  return { outcome, afterS, message: 'no' };
}

describe('the next attempt is due', () => {
  const cases = [
    { name: 'after 1 minute', before: 0, outcome: 'later', afterS: null, want: MINUTE_MS },
    { name: 'after 5', before: 1, outcome: 'later', afterS: null, want: 5 * MINUTE_MS },
    { name: 'after 15', before: 2, outcome: 'later', afterS: null, want: 15 * MINUTE_MS },
    { name: 'after 60', before: 3, outcome: 'later', afterS: null, want: HOUR_MS },
    { name: 'and then hourly', before: 40, outcome: 'later', afterS: null, want: HOUR_MS },
    { name: 'not before what the channel asked for', before: 0, outcome: 'later', afterS: 7200, want: 2 * HOUR_MS },
    { name: 'but within a day', before: 0, outcome: 'later', afterS: 1e9, want: DAY_MS },
    { name: 'and not at once because it asked for less', before: 3, outcome: 'later', afterS: 1, want: HOUR_MS },
    { name: 'once a day where it refused for good', before: 0, outcome: 'refused', afterS: null, want: DAY_MS },
    {
      name: 'after 15 minutes where it may be there',
      before: 0,
      outcome: 'unknown',
      afterS: null,
      want: 15 * MINUTE_MS,
    },
  ] as const;
  test.each(cases)('$name', ({ before, outcome, afterS, want }) => {
    let failure: ChannelFailure | null = null;
    for (let count = 0; count < before; count += 1)
      failure = failureAfter(failure, 'sam', MAIL, '', failed('later'), NOON);
    const after = failureAfter(failure, 'sam', MAIL, '', failed(outcome, afterS), NOON);
    expect(after.retryAt - NOON).toBe(want);
  });

  test('as after the first failure when the address or the settings are others', () => {
    const first = failureAfter(null, 'sam', MAIL, 'a', failed('later'), NOON);
    const later = NOON + HOUR_MS;
    for (const after of [
      failureAfter(first, 'sam', { ...MAIL, to: 'sam@other.example' }, 'a', failed('later'), later),
      failureAfter(first, 'sam', MAIL, 'b', failed('later'), later),
    ]) {
      expect(after).toMatchObject({ failures: 1, since: later, retryAt: later + MINUTE_MS });
    }
  });
});

test('a person with another address by now has a channel that works, as far as is known', () => {
  const failures = new ChannelFailures([failureAfter(null, 'sam', MAIL, '', failed('refused'), NOON)]);
  expect(failures.open('sam', [MAIL], NOON)).toEqual([]);
  const fixed = { ...MAIL, to: 'sam@other.example' };
  expect(failures.open('sam', [fixed], NOON)).toEqual([fixed]);
  expect(failures.open('lee', [MAIL], NOON)).toEqual([MAIL]);
});

describe('a delivery that no channel takes', () => {
  /** Sends by mail and Slack; `outcome` until `end`. */
  function given(outcome: Delivery['outcome'], end: number, sam: Parameters<typeof person>[1] = {}) {
    const people = peopleOf([person('sam', { via: ['email', 'slack'], ...sam }), person('lee'), person('dana')]);
    const dispatcher = new Dispatcher(people, routedJob());
    dispatcher.outcomeOf = ({ personId }, now) => (personId === 'sam' && now < end ? outcome : 'accepted');
    return { history: new History(), dispatcher };
  }

  test('waits out the quiet hours before it is tried again', () => {
    const { history, dispatcher } = given('later', NOON + DAY_MS, { quiet: NIGHT });
    const late = at('2026-11-23T19:59:30Z');
    const alert = history.to('alert', late);
    dispatcher.trigger(history, alert, late);
    expect(inShort(dispatcher.trigger(history, alert, late))).toEqual(['defer sam failing until 2026-11-24T08:00']);
  });

  test('is tried by the channel that is due, not by the one that refused', () => {
    const { history, dispatcher } = given('refused', NOON + 1);
    dispatcher.outcomeOf = () => 'accepted';
    dispatcher.failures = [failureAfter(null, 'sam', MAIL, '', failed('refused'), NOON)];
    dispatcher.trigger(history, history.to('alert', NOON + 1), NOON + 1);
    expect(dispatcher.sent[0]?.plan.addresses.map(({ channel }) => channel)).toEqual(['slack']);
  });

  test('waits for the one probe of its channel, though its job has only just broken', () => {
    const { history, dispatcher } = given('later', NOON + DAY_MS);
    dispatcher.failures = (['email', 'slack'] as const).map((channel) => ({
      ...failureAfter(null, 'sam', { channel, to: channel === 'email' ? MAIL.to : 'U0SAM' }, '', failed('later'), NOON),
      retryAt: NOON + HOUR_MS,
    }));
    const alert = history.to('alert', NOON + MINUTE_MS);
    expect(inShort(dispatcher.trigger(history, alert, NOON + MINUTE_MS))).toEqual([
      'defer sam failing until 2026-11-23T13:00',
    ]);
  });

  test('is sent as what is true by then, and says message it comes late', () => {
    const { history, dispatcher } = given('later', NOON + 1);
    dispatcher.trigger(history, history.to('warn', NOON), NOON);
    const alert = history.to('alert', NOON + HOUR_MS);
    expect(inShort(dispatcher.trigger(history, alert, NOON + HOUR_MS))).toEqual(['send sam failing']);
    expect(dispatcher.sent.at(-1)?.plan).toMatchObject({ state: 'alert', delayedBy: 'the channel says no' });
  });

  test('of a break that has passed is one message, once, that says so and message it comes late', () => {
    const { history, dispatcher } = given('refused', NOON + 1);
    dispatcher.trigger(history, history.to('alert', NOON), NOON);
    const passed = history.to('green', NOON + HOUR_MS);
    expect(inShort(dispatcher.trigger(history, passed, NOON + 2 * HOUR_MS))).toEqual([
      'defer sam over until 2026-11-24T12:00',
    ]);
    const fixed = NOON + DAY_MS;
    expect(inShort(dispatcher.trigger(history, passed, fixed))).toEqual(['send sam over']);
    expect(dispatcher.sent.at(-1)?.plan).toMatchObject({ role: 'missed', delayedBy: 'the channel says no' });
    expect(inShort(dispatcher.trigger(history, passed, fixed + 1))).toEqual(['drop sam']);
  });

  test('that only closes a matter ends 30 days after it', () => {
    const { history, dispatcher } = given('refused', NOON + 400 * DAY_MS);
    dispatcher.trigger(history, history.to('alert', NOON), NOON);
    const passed = history.to('green', NOON + HOUR_MS);
    const end = NOON + HOUR_MS + 30 * DAY_MS;
    expect(inShort(dispatcher.trigger(history, passed, end))).toEqual(['send sam over']);
    expect(inShort(dispatcher.trigger(history, passed, end + 1))).toEqual(['drop sam']);
  });

  test('does not end with what the admin was sent in its place', () => {
    const { history, dispatcher } = given('refused', NOON + 1);
    const alert = history.to('alert', NOON);
    dispatcher.trigger(history, alert, NOON);
    expect(inShort(dispatcher.trigger(history, alert, NOON))).toEqual([
      'defer sam failing until 2026-11-24T12:00',
      'send dana for sam failing',
    ]);
    expect(inShort(dispatcher.trigger(history, alert, NOON + DAY_MS))).toContain('send sam failing');
  });

  test('after 20 minutes of failures that may pass, the admin is notified as well', () => {
    const { history, dispatcher } = given('later', NOON + DAY_MS);
    const alert = history.to('alert', NOON);
    const triggers = [0, 1, 6, 21].map((minute) => {
      dispatcher.trigger(history, alert, NOON + minute * MINUTE_MS);
      return inShort(dispatcher.trigger(history, alert, NOON + minute * MINUTE_MS)).at(-1);
    });
    expect(triggers).toEqual([
      'defer sam failing until 2026-11-23T12:01',
      'defer sam failing until 2026-11-23T12:06',
      'defer sam failing until 2026-11-23T12:21',
      'send dana for sam failing',
    ]);
  });
});
