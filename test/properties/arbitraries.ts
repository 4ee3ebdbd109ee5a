import fc from 'fast-check';
import type { Evidence, EvidenceRead } from '../../lib/core/evidence/evidence.ts';
import { DAY_S, HOUR_MS, HOUR_S, type Instant, MINUTE_S } from '../../lib/core/instant.ts';
import type { Action } from '../../lib/core/model/action.ts';
import type { LookedInside } from '../../lib/core/model/looked-inside.ts';
import type { CalendarSchedule, IntervalSchedule, Rule } from '../../lib/core/model/rule.ts';
import type { Run } from '../../lib/core/model/run.ts';
import {
  at,
  dailyAt,
  givenEvidence,
  givenRule,
  givenRun,
  hours,
  minutes,
  REFUSED,
  UNKNOWN,
} from '../core/decision/given.ts';

/** Two weeks with a jump of European and of American clocks between them. */
export const BEGIN = at('2026-10-20T00:00:00Z');
export const LENGTH_MS = hours(16 * 24);

export const someInstant = fc.integer({ min: 0, max: LENGTH_MS }).map((ms): Instant => BEGIN + ms);

const intervals: fc.Arbitrary<IntervalSchedule> = fc
  .record({
    everyS: fc.constantFrom(HOUR_S, 6 * HOUR_S, DAY_S, 7 * DAY_S),
    extra: fc.integer({ min: 0, max: 60 }),
    margin: fc.integer({ min: 0, max: 50 }),
  })
  .map(({ everyS, extra, margin }) => {
    const allowS = Math.round(everyS * (1 + extra / 100));
    return { kind: 'interval', everyS, allowS, hardAfterS: Math.round(allowS * (1 + margin / 100)) };
  });

const calendars: fc.Arbitrary<CalendarSchedule> = fc
  .record({
    times: fc.oneof(
      fc
        .record({
          minuteOfDay: fc.constantFrom(0, 30, 120, 150, 1430),
          weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
        })
        .map(({ minuteOfDay, weekdays }) => dailyAt(minuteOfDay, weekdays)),
      fc.record({
        kind: fc.constant('cron' as const),
        expression: fc.constantFrom('0 2 * * *', '*/30 * * * *', '30 2 * * 1-5', '0 */6 * * *', '15 3 1,15 * *'),
      }),
    ),
    allowS: fc.constantFrom(0, 10 * MINUTE_S, HOUR_S, 5 * HOUR_S, 2 * DAY_S),
    moreS: fc.constantFrom(0, 30 * MINUTE_S, 5 * HOUR_S),
    earlyS: fc.constantFrom(0, 600, 30 * MINUTE_S),
  })
  .map(({ times, allowS, moreS, earlyS }) => ({
    kind: 'calendar',
    times,
    allowS,
    hardAfterS: allowS + moreS,
    earlyS,
    isDeadline: false,
  }));

export const someRule: fc.Arbitrary<Rule> = fc
  .record({
    timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Chatham', 'Asia/Kolkata'),
    schedule: fc.oneof(intervals, calendars),
    finishWithinS: fc.constantFrom(HOUR_S, 6 * HOUR_S),
    floor: fc.constantFrom(null, { bytes: 50, hardBelowBytes: 30 }, { bytes: 50, hardBelowBytes: 50 }),
    ceilingBytes: fc.constantFrom(null, 90),
    shrinkPercent: fc.constantFrom(0, 50, 100),
    escalation: fc.constantFrom(
      { kind: 'next-day' } as const,
      { kind: 'never' } as const,
      { kind: 'after', afterS: 0 } as const,
      { kind: 'after', afterS: 36 * HOUR_S } as const,
    ),
    starts: fc.constantFrom(null, null, '2026-10-28'),
    verify: fc.constantFrom(null, 'well-formed' as const, 'deep' as const),
  })
  .map((parts) => givenRule({ ...parts, warnShrinkPercent: parts.shrinkPercent / 2 }));

/** Runs that ended up to 20 days before `now`, and at most 14 minutes after it; few names and sizes, so that they meet. */
export function someRun(now: Instant): fc.Arbitrary<Run> {
  return fc
    .record({
      age: fc.oneof(
        fc.integer({ min: -minutes(14), max: hours(20 * 24) }),
        fc.integer({ min: 0, max: 40 }).map((n) => n * HOUR_MS),
      ),
      outcome: fc.constantFrom('finished', 'finished', 'finished', 'finished', 'failed', 'unfinished'),
      size: fc.option(fc.oneof(fc.constantFrom(0, 29, 30, 49, 50, 91), fc.integer({ min: 0, max: 100 })), { freq: 12 }),
      key: fc.constantFrom('a', 'b', 'orders/\u{1F600}', 'orders/\uFF5E'),
      lasted: fc.option(fc.integer({ min: 0, max: hours(9) })),
      looked: fc.option(someLook(now)),
    })
    .map(({ age, outcome, size, key, lasted, looked }) => {
      const { sizeBytes: _, ...run } = givenRun(now - age, { outcome, key } as Partial<Run>);
      return {
        ...run,
        ...(size === null ? {} : { sizeBytes: size }),
        ...(lasted === null ? {} : { startedAt: now - age - lasted }),
        ...(looked === null ? {} : { looked }),
      };
    });
}

function someLook(now: Instant): fc.Arbitrary<LookedInside> {
  return fc.oneof(
    fc.record({
      finding: fc.constantFrom('good' as const, 'damaged' as const, 'hollow' as const),
      words: fc.constant('looked at'),
      isDeep: fc.boolean(),
    }),
    fc.integer({ min: 0, max: 40 }).map((ageHours) => ({ finding: 'pending' as const, since: now - hours(ageHours) })),
  );
}

export function someReadEvidence(now: Instant, longest = 6): fc.Arbitrary<EvidenceRead> {
  const rarely = { freq: 6, nil: null };
  const thing = { ts: now + hours(5), location: 'z' };
  return fc
    .record({
      // One object cannot be there twice; a heartbeat can, but not at one instant.
      runs: fc.uniqueArray(someRun(now), { maxLength: longest, selector: ({ key, ts }) => `${key} ${ts}` }),
      futureDated: fc.option(fc.constant(thing), { freq: 1, nil: null }),
      contradiction: fc.option(fc.constant({ signal: 'heartbeat', ts: now - 5, claimedBytes: 5, found: null }), {
        freq: 1,
        nil: null,
      }),
      unreadableReport: fc.option(fc.constant({ location: 'r', error: 'cut' }), { freq: 1, nil: null }),
      isOdd: fc.option(fc.constant(true), rarely),
    })
    .map(({ runs, isOdd, ...odd }) => givenEvidence(runs, isOdd ? odd : {}));
}

export function someEvidence(now: Instant): fc.Arbitrary<Evidence> {
  return fc.oneof(
    { weight: 5, arbitrary: someReadEvidence(now) },
    { weight: 1, arbitrary: fc.constant(REFUSED) },
    { weight: 3, arbitrary: fc.constant(UNKNOWN) },
  );
}

export const someAction: fc.Arbitrary<Action> = fc.oneof(
  fc.constant<Action>({ verb: 'fixed' }),
  fc
    .constantFrom(1, hours(3), hours(24), hours(7 * 24), hours(7 * 24) + 1)
    .map((forMs): Action => ({ verb: 'snooze', forMs })),
  fc.constant<Action>({ verb: 'mute' }),
  fc.constant<Action>({ verb: 'resume' }),
  fc.constant<Action>({ verb: 'accept', run: null }),
);
