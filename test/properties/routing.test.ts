import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import type { JobRow } from '../../lib/core/model/job-row.ts';
import type { Person } from '../../lib/core/model/person.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import type { Plan, Routed } from '../../lib/core/routing/routed.ts';
import { ALL_DAYS, givenRule } from '../core/decision/given.ts';
import { ZONES } from '../core/hours/oracle.ts';
import { Dispatcher, History, peopleOf, person, routedJob } from '../core/routing/setting.ts';
import { runs } from '../nightly.ts';
import { isAllowed, isOffOn } from './routing-oracle.ts';

const START = Date.UTC(2026, 9, 20);
const HOLIDAYS = ['2026-10-22', '2026-10-26', '2026-11-02'];

/** A row as it was from `at` on, with the transitions made until then. */
interface Snapshot {
  readonly at: Instant;
  readonly row: JobRow;
  readonly transitions: readonly Transition[];
}

const someHours: fc.Arbitrary<Partial<Person>> = fc
  .record({
    timezone: fc.constantFrom(...ZONES),
    quiet: fc.option(
      fc
        .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 80 }))
        .map(([from, length]) => ({ fromMinute: from * 15, toMinute: ((from + length) % 96) * 15 })),
    ),
    weekdays: fc.constantFrom(ALL_DAYS, [1, 2, 3, 4, 5], [2, 6], [1]),
    holidays: fc.constantFrom([], ['SG']),
    awayFrom: fc.option(fc.integer({ min: 0, max: 12 })),
    awayDays: fc.integer({ min: 0, max: 6 }),
  })
  .map(({ awayFrom, awayDays, ...hours }) => {
    const date = (days: number) => new Date(START + days * DAY_MS).toISOString().slice(0, 10);
    const away = awayFrom === null ? [] : [{ from: date(awayFrom), to: date(awayFrom + awayDays) }];
    return { ...hours, away };
  });

const somePeople = fc
  .record({
    sam: someHours,
    max: someHours,
    lee: someHours,
    covers: fc.constantFrom([null, null], ['max', null], ['max', 'sam'], ['max', 'lee']),
    via: fc.constantFrom(['slack'] as const, ['email', 'slack'] as const),
  })
  .map(({ sam, max, lee, covers, via }) => [
    person('sam', { ...sam, cover: covers[0] ?? null, via }),
    person('max', { ...max, cover: covers[1] ?? null }),
    person('lee', lee),
    person('dana'),
  ]);

const STEPS = ['warn', 'alert', 'escalate', 'green', 'green', 'snooze', 'mute', 'refute'] as const;

/** What happens to a job over some days: checks that change its state, and what people do about it. */
const someHistory: fc.Arbitrary<Snapshot[]> = fc
  .array(fc.record({ afterMin: fc.integer({ min: 7, max: 40 * 60 }), step: fc.constantFrom(...STEPS) }), {
    minLength: 1,
    maxLength: 9,
  })
  .map((steps) => {
    const history = new History();
    const snapshots: Snapshot[] = [];
    let now = START;
    for (const { afterMin, step } of steps) {
      now += afterMin * MINUTE_MS;
      if (take(history, step, now)) {
        snapshots.push({ at: now, row: history.row, transitions: [...history.transitions] });
      }
    }
    return snapshots;
  });

/** Makes a step if it is one from where the job stands. */
function take(history: History, step: (typeof STEPS)[number], now: Instant): boolean {
  const { row } = history;
  const isQuieted = row.snoozed !== null || row.muted !== null;
  switch (step) {
    case 'snooze':
      if (row.state === 'green' || row.snoozeCount >= 3) return false;
      history.act({ verb: 'snooze', forMs: (30 * DAY_MS) / 10 }, 'lee', now);
      return true;
    case 'mute':
      if (row.state === 'green') return false;
      history.act({ verb: 'mute' }, 'lee', now);
      return true;
    case 'refute':
      if (row.state === 'green') return false;
      history.to(row.state, now, { reason: 'still-failing', fixedRefuted: true, by: 'max' });
      return true;
    case 'green':
      if (row.state === 'green' && (row.breakSeq === null || row.muted !== null)) return false;
      history.to('green', now);
      return true;
    default:
      if (row.state === step) return false;
      if (isQuieted) history.act({ verb: 'resume' }, 'lee', now);
      history.to(step, now, isQuieted ? { reason: 'resumed' } : {});
      return true;
  }
}

type Deferred = Extract<Routed, { do: 'defer' }>;

interface Wake {
  readonly at: Instant;
  readonly transition: Transition;
}

/** Plays events, repeats and deferrals in the order of their time; the claims so far are all that is remembered. */
function play(
  dispatcher: Dispatcher,
  snapshots: readonly Snapshot[],
  delays: readonly number[],
  people: readonly Person[],
): void {
  const queue: Wake[] = snapshots.flatMap(({ at, transitions }, index): Wake[] => {
    const transition = transitions.at(-1);
    const delay = (delays[index % delays.length] ?? 0) * MINUTE_MS;
    return transition
      ? [
          { at: at + delay, transition },
          { at: at + 2 * delay, transition },
        ]
      : [];
  });
  const deferred = new Set<string>();
  for (let triggers = 0; queue.length > 0; triggers += 1) {
    expect(triggers, 'the deferrals end').toBeLessThan(500);
    queue.sort((a, b) => a.at - b.at);
    const trigger = queue.shift();
    const snapshot = trigger && snapshots.findLast(({ at }) => at <= trigger.at);
    if (!trigger || !snapshot) continue;
    const { routed } = dispatcher.trigger(
      { row: snapshot.row, transitions: [...snapshot.transitions] },
      trigger.transition,
      trigger.at,
    );
    for (const each of routed) {
      if (each.do !== 'defer') continue;
      expect(each.until).toBeGreaterThan(trigger.at);
      expectFirstAllowed(people, each, trigger.at);
      // A schedule of this name is there already: a conflict, as EventBridge has it.
      const name = `${each.plan.claimId} ${each.until}`;
      if (!deferred.has(name)) queue.push({ at: each.until, transition: trigger.transition });
      deferred.add(name);
    }
  }
}

/** Allowed at its time, and at none before it. */
function expectFirstAllowed(people: readonly Person[], { plan, until }: Deferred, now: Instant): void {
  const isOffice = (plan.role === 'owner' || plan.role === 'escalation') && plan.earlier === null;
  const office = plan.standsInFor ?? plan.personId;
  const inPerson = people.filter(({ id }) => id === plan.personId).map((each) => ({ ...each, cover: null }));
  const whoAt = (t: Instant) => reachableFor(isOffice ? people : inPerson, isOffice ? office : plan.personId, t);
  expect(whoAt(until)).toBe(plan.personId);
  for (const t of [now, until - 1]) expect(whoAt(t)).toBeNull();
  for (let t = now; t < until; t += 5 * HOUR_MS) expect(whoAt(t)).toBeNull();
}

const someStory = fc.record({
  people: somePeople,
  snapshots: someHistory,
  isUrgent: fc.boolean(),
  hasReceipts: fc.boolean(),
  delays: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }),
});

function played(story: typeof someStory extends fc.Arbitrary<infer T> ? T : never): Dispatcher {
  const job = routedJob({ rule: givenRule({ urgent: story.isUrgent }) });
  const dispatcher = new Dispatcher(peopleOf(story.people, 'dana', HOLIDAYS), job);
  dispatcher.hasReceipts = story.hasReceipts;
  play(dispatcher, story.snapshots, story.delays, story.people);
  return dispatcher;
}

const RUNS = runs(40, 5000);

function isUrgentPing({ noticeKind: kind, state, earlier }: Plan, isUrgent: boolean): boolean {
  return isUrgent && kind === 'failing' && state !== 'warn' && earlier === null;
}

/** Who can be told for the owner at an instant: the first of sam, his cover and theirs who is not away, within hours. */
function reachableFor(people: readonly Person[], id: string, t: Instant): string | null {
  const seen = new Set<string>();
  for (let next: string | null = id; next !== null && !seen.has(next); ) {
    const one = people.find((each) => each.id === next);
    if (!one) return null;
    if (!isOffOn(one, t)) return isAllowed(one, HOLIDAYS, t) ? one.id : null;
    seen.add(next);
    next = one.cover;
  }
  return null;
}

describe('whoever they are, wherever, whatever happens', () => {
  test('nobody is told in quiet time, on a day off, on a holiday or while away, unless it is urgent', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        for (const { plan, now } of played(story).sent) {
          const one = story.people.find(({ id }) => id === plan.personId);
          if (!one || isUrgentPing(plan, story.isUrgent)) continue;
          expect(
            isAllowed(one, HOLIDAYS, now) && !isOffOn(one, now),
            `${plan.personId} ${new Date(now).toISOString()}`,
          ).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('nobody is told twice of one event, nor pinged twice of what has not become worse', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        const { sent } = played(story);
        const claims = sent.map(({ plan }) => plan.claimId);
        expect(new Set(claims).size).toBe(claims.length);
        const pings = sent.filter(({ plan }) => plan.earlier === null);
        for (const [index, { plan }] of pings.entries()) {
          const last = pings
            .slice(0, index)
            .findLast(({ plan: p }) => p.personId === plan.personId && p.breakSeq === plan.breakSeq);
          const plans = sent.map((each) => each.plan);
          expect(last === undefined || isNews(story.snapshots, plans, last.plan, plan)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('of a break that can be told the owner’s side is told, at the first instant that is allowed', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        const { sent } = played(story);
        for (const { from, to, breakSeq, state, since } of failingSpans(story.snapshots)) {
          for (let t = from + 10 * MINUTE_MS; t < to; t += 3 * HOUR_MS) {
            const reachable = story.isUrgent && state !== 'warn' ? 'anybody' : reachableFor(story.people, 'sam', t);
            if (reachable === null) continue;
            const told = sent.some(
              ({ plan, now }) =>
                plan.breakSeq === breakSeq &&
                plan.noticeKind === 'failing' &&
                RANK[plan.state] >= RANK[state] &&
                now >= since &&
                now <= t,
            );
            expect(told, new Date(t).toISOString()).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });

  test('whoever was told of a break that passed learns that it is over, once', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        const { sent } = played(story);
        const passed = (story.snapshots.at(-1)?.transitions ?? []).filter(({ reason }) => reason === 'passed');
        for (const { breakSeq, at: endedAt } of passed) {
          const ofBreak = sent.filter(({ plan }) => plan.breakSeq === breakSeq);
          const told = new Set(ofBreak.filter(({ now }) => now < endedAt).map(({ plan }) => plan.personId));
          const over = ofBreak.filter(({ plan }) => plan.noticeKind === 'over').map(({ plan }) => plan.personId);
          for (const id of told)
            expect(
              over.filter((each) => each === id),
              id,
            ).toEqual([id]);
        }
      }),
      RUNS,
    );
  });
});

/** The stretches in which a job failed unquieted in one state. */
function failingSpans(snapshots: readonly Snapshot[]) {
  return snapshots.flatMap(({ at: from, row, transitions }, index) => {
    const to = snapshots[index + 1]?.at ?? from + 30 * DAY_MS;
    if (row.state === 'green' || row.breakSeq === null) return [];
    // Whoever was told before a snooze or mute is told anew after it.
    const resumed = transitions.findLast(({ reason }) => reason === 'resumed');
    const since = resumed?.breakSeq === row.breakSeq ? resumed.at : 0;
    return [{ from, to, breakSeq: row.breakSeq, state: row.state, since }];
  });
}

const RANK = { green: 0, warn: 1, alert: 2, escalate: 3 };

/** A later ping needs a reason: worse than what was told last, no longer quieted, a refuted fix, or the end. */
function isNews(snapshots: readonly Snapshot[], all: readonly Plan[], last: Plan, plan: Plan): boolean {
  if (plan.noticeKind === 'over' || plan.noticeKind === 'retired') return true;
  const updates = all.filter(
    (each) => each.personId === plan.personId && each.breakSeq === plan.breakSeq && each.seq < plan.seq,
  );
  const shown = updates.at(-1) ?? last;
  const between = (snapshots.at(-1)?.transitions ?? []).filter(({ seq }) => seq > shown.seq && seq <= plan.seq);
  return (
    RANK[plan.state] > RANK[shown.state] ||
    between.some(({ reason, fixedRefuted, by }) => reason === 'resumed' || (fixedRefuted && by === plan.personId))
  );
}
