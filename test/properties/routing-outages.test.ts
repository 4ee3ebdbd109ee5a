import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import { Dispatcher, History, peopleOf, person, routedJob } from '../core/routing/setting.ts';
import { runs } from '../nightly.ts';

const START = Date.UTC(2026, 9, 20);
const END = START + 20 * DAY_MS;

interface Outage {
  readonly personId: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly outcome: 'later' | 'refused';
}

const someOutage: fc.Arbitrary<Outage> = fc
  .record({
    personId: fc.constantFrom('sam', 'dana'),
    from: fc.integer({ min: 0, max: 6 * 24 * 60 }),
    minutes: fc.integer({ min: 1, max: 4 * 24 * 60 }),
    outcome: fc.constantFrom('later' as const, 'refused' as const),
  })
  .map(({ personId, from, minutes, outcome }) => {
    const begin = START + from * MINUTE_MS;
    return { personId, from: begin, to: begin + minutes * MINUTE_MS, outcome };
  });

/** Breaks of one state, at least 30 hours apart, so that the job does not flap. */
const someBreaks = fc.array(
  fc.record({ afterMin: fc.integer({ min: 1, max: 3 * 24 * 60 }), minutes: fc.integer({ min: 1, max: 3 * 24 * 60 }) }),
  { minLength: 1, maxLength: 3 },
);

const someStory = fc.record({ outages: fc.array(someOutage, { maxLength: 4 }), breaks: someBreaks });

interface Broken {
  readonly breakSeq: number;
  readonly from: Instant;
  readonly to: Instant;
}

interface Delivered {
  readonly personId: string;
  readonly insteadOf: string | null;
  readonly breakSeq: number | null;
  readonly telling: string;
  readonly at: Instant;
}

/** Plays checks, events and deferrals in the order of their time. */
function play({ outages, breaks }: typeof someStory extends fc.Arbitrary<infer T> ? T : never) {
  const history = new History();
  const dispatcher = new Dispatcher(peopleOf([person('sam'), person('lee'), person('dana')]), routedJob());
  const delivered: Delivered[] = [];
  let attempts = 0;
  dispatcher.outcomeOf = ({ personId, insteadOf, breakSeq, noticeKind: telling }, now) => {
    attempts += 1;
    const outage = outages.find((each) => each.personId === personId && each.from <= now && now < each.to);
    if (outage) return outage.outcome;
    delivered.push({ personId, insteadOf, breakSeq, telling, at: now });
    return 'accepted';
  };
  const changes: { readonly at: Instant; readonly state: 'alert' | 'green' }[] = [];
  const broken: Broken[] = [];
  let now = START;
  for (const { afterMin, minutes } of breaks) {
    const from = now + 30 * HOUR_MS + afterMin * MINUTE_MS;
    const to = from + minutes * MINUTE_MS;
    changes.push({ at: from, state: 'alert' }, { at: to, state: 'green' });
    broken.push({ breakSeq: changes.length - 1, from, to });
    now = to;
  }
  const wakes: { readonly at: Instant; readonly transition: Transition }[] = [];
  const names = new Set<string>();
  const wake = (transition: Transition, at: Instant) => {
    // As dispatch does: once more at once, to learn what a failed attempt leads to.
    for (let round = 0; round < 4; round += 1) {
      const { routed } = dispatcher.trigger(history, transition, at);
      for (const each of routed) {
        if (each.do !== 'defer') continue;
        expect(each.until).toBeGreaterThan(at);
        // A schedule of this name is there already: a conflict, as EventBridge has it.
        const name = `${each.plan.claimId} ${each.until}`;
        if (!names.has(name)) wakes.push({ at: each.until, transition });
        names.add(name);
      }
      if (!routed.some((each) => each.do === 'send')) return;
    }
  };
  for (let steps = 0; ; steps += 1) {
    expect(steps, 'the deferrals end').toBeLessThan(5_000);
    wakes.sort((a, b) => a.at - b.at);
    const change = changes[0];
    const next = wakes[0];
    if (change && (!next || change.at <= next.at)) {
      changes.shift();
      wake(history.to(change.state, change.at), change.at);
    } else if (next && next.at < END) {
      wakes.shift();
      wake(next.transition, next.at);
    } else break;
  }
  return { delivered, broken, attempts };
}

const RUNS = runs(150, 10_000);
/** The longest that a channel which works again is waited for. */
const WAIT = { later: HOUR_MS, refused: DAY_MS };

describe('whatever channels are dead, and for however long', () => {
  test('the owner is notified of each break that a channel can still bring, and of each that it missed, once', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        const { delivered, broken } = play(story);
        for (const { breakSeq, from, to } of broken) {
          const own = delivered.filter((each) => each.personId === 'sam' && each.breakSeq === breakSeq);
          const failing = own.filter((each) => each.telling === 'failing' && each.insteadOf === null);
          const over = own.filter((each) => each.telling === 'over');
          expect(failing.length).toBeLessThanOrEqual(1);
          expect(over).toHaveLength(1);
          for (const each of failing) expect(each.at >= from && each.at < to).toBe(true);
          const worked = workingFrom(story.outages, from);
          expect(failing.length).toBeGreaterThanOrEqual(worked < to ? 1 : 0);
          expect(failing[0]?.at ?? 0).toBeLessThanOrEqual(worked);
        }
      }),
      RUNS,
    );
  });

  test('no channel is hammered: an attempt an hour at most, after the first four', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        const { attempts, delivered } = play(story);
        const dead = story.outages.reduce((hours, { from, to }) => hours + (to - from) / HOUR_MS, 0);
        const series = story.outages.length * (story.breaks.length + 1);
        expect(attempts - delivered.length).toBeLessThanOrEqual(dead + 5 * series);
      }),
      RUNS,
    );
  });
});

/** By when sam has been reached, if anything is to be said from `t` on: after the outages around `t`, and a wait for each. */
function workingFrom(outages: readonly Outage[], t: Instant): Instant {
  const wait = Math.max(0, ...outages.map(({ outcome }) => WAIT[outcome]));
  const own = outages.filter(({ personId }) => personId === 'sam').sort((a, b) => a.from - b.from);
  let at = t;
  // An attempt may fail at the last moment of one outage, and the next may come before the retry is due.
  for (const { from, to } of own) if (from <= at && at < to + wait) at = to + wait;
  return at;
}
