import fc from 'fast-check';
import {
  Access,
  Act,
  Begin,
  Check,
  End,
  Fail,
  Land,
  Litter,
  type ModelCommand,
  Remove,
  Trend,
  Upload,
} from './commands.ts';
import { type Clauses, DAY, HOUR, MINUTE } from './reference/clauses.ts';

const maybe = <T>(some: fc.Arbitrary<T>, freq = 2) => fc.option(some, { freq, nil: null });

const someWhen: fc.Arbitrary<Clauses['when']> = fc.oneof(
  fc.record({ kind: fc.constant('every' as const), everyMin: fc.constantFrom(60, 360, 1440, 10_080) }),
  fc.record({ kind: fc.constant('months' as const), months: fc.constantFrom(1, 3) }),
  fc.record({
    kind: fc.constant('at' as const),
    times: fc.constantFrom(['02:00'], ['02:30'], ['00:00', '12:00'], ['23:30'], ['01:00', '02:00', '03:00']),
    days: fc.constantFrom('every day', 'weekdays', 'mon', 'sat, sun', '1st of the month', 'last day of the month'),
  }),
  fc.record({ kind: fc.constant('by' as const), time: fc.constantFrom('06:00', '02:30', '00:00') }),
  fc.record({
    kind: fc.constant('cron' as const),
    expression: fc.constantFrom(
      '0 2 * * *',
      '*/30 * * * *',
      '30 2 * * 1-5',
      '0 */6 * * *',
      '15 3 1,15 * *',
      '0 4 13 * 5',
    ),
  }),
);

/** A rule of all clauses that the three tests and the fair chance are made of, none of which contradicts another. */
export const someClauses: fc.Arbitrary<Clauses> = fc
  .record({
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Chatham', 'Asia/Kolkata'),
    when: someWhen,
    allow: maybe(fc.constantFrom(0, 60, 300, 2880), 1),
    isLate: fc.boolean(),
    alertAfter: maybe(fc.constantFrom(0, 60, 600)),
    earlyMin: maybe(fc.constantFrom(10, 60, 600)),
    margin: maybe(fc.constantFrom(0, 20, 50)),
    atLeast: maybe(fc.constantFrom(40, 500_000, 900_000)),
    alertBelow: maybe(fc.constantFrom(0.5, 1)),
    atMost: maybe(fc.constant(1_200_000), 3),
    atLeastFiles: maybe(fc.constantFrom(2, 4), 3),
    shrink: maybe(fc.constantFrom(0, 20, 80, 100)),
    warnShrink: maybe(fc.constantFrom(0.5, 1)),
    grow: maybe(fc.constantFrom(50, 150)),
    finishWithinMin: maybe(fc.constantFrom(60, 600)),
    escalate: maybe(
      fc.constantFrom<NonNullable<Clauses['escalate']>>('next day', 'never', { afterMin: 60 }, { afterMin: 2160 }),
      1,
    ),
    mustChange: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  })
  .map(({ allow, isLate, alertAfter, alertBelow, warnShrink, ...parts }): Clauses => {
    const { when, atLeast, shrink } = parts;
    const every = when.kind === 'every' ? when.everyMin : 0;
    const isCounted = when.kind !== 'by';
    const allowMin = allow === null || isLate || !isCounted ? null : Math.max(1, every + allow);
    const lateMin = allow === null || !isLate || !isCounted ? null : Math.max(1, allow);
    const allowed = allowMin ?? every * 1.1 + (lateMin ?? (every > 0 ? 0 : 60));
    const hasAlert = alertAfter !== null && when.kind !== 'months' && isCounted;
    return {
      ...parts,
      ...(when.kind === 'months' && allowMin !== null ? { allowMin: null } : { allowMin }),
      lateMin,
      alertAfterMin: hasAlert ? Math.max(allowed, every + (lateMin ?? 0)) + alertAfter : null,
      earlyMin: when.kind === 'at' || when.kind === 'cron' ? parts.earlyMin : null,
      alertBelow: atLeast === null || alertBelow === null ? null : atLeast * alertBelow,
      warnShrink: warnShrink === null || shrink === null || shrink === 0 ? null : shrink * warnShrink,
      unchangedDays: null,
    };
  });

const someWait = fc.oneof(
  fc.constantFrom(MINUTE, 20 * MINUTE, HOUR, 6 * HOUR, DAY, DAY, DAY, DAY + HOUR),
  fc.integer({ min: 1, max: 36 * 60 }).map((minutes) => minutes * MINUTE),
);
const someJump = fc.oneof({ weight: 14, arbitrary: someWait }, fc.constantFrom(3 * DAY, 9 * DAY, 40 * DAY));
const someFactor = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 95, max: 105 }).map((percent) => percent / 100) },
  { weight: 3, arbitrary: fc.constantFrom(0.3, 0.5, 0.7, 1.8, 4) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.00002, 0.00005, 0.00007) },
);
const someLags = fc.array(fc.nat(12), { maxLength: 8 });

const someLand = fc
  .record({
    after: someJump,
    factor: someFactor,
    files: fc.constantFrom(1, 3, 5),
    repeats: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
    lasted: fc.constantFrom(MINUTE, HOUR),
    ahead: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, fc.constantFrom(10 * MINUTE, 3 * HOUR)),
  })
  .map(({ after, factor, files, repeats, lasted, ahead }) => new Land(after, factor, files, repeats, lasted, ahead));
const someCheck = fc
  .tuple(
    fc.oneof(someWait, fc.constantFrom(0, 5 * MINUTE)),
    fc.oneof({ weight: 6, arbitrary: fc.constant([[]]) }, { weight: 1, arbitrary: fc.tuple(someLags, someLags) }),
  )
  .map(([after, checkers]) => new Check(after, checkers));
const someNight = [someLand, someCheck, someCheck];
const someAct = fc
  .tuple(
    someWait,
    fc.constantFrom('fixed' as const, 'mute' as const, 'resume' as const, 'accept' as const, 'snooze' as const),
    fc.constantFrom(HOUR, DAY, 7 * DAY, 7 * DAY + 1),
  )
  .map(([after, verb, forMs]) => new Act(after, verb, forMs));

/** What happens to one job, one thing after the other. */
export const someCommands: fc.Arbitrary<Iterable<ModelCommand>> = fc.commands(
  [
    ...someNight,
    ...someNight,
    ...someNight,
    someCheck,
    someAct,
    someAct,
    fc
      .tuple(
        someWait,
        fc.constantFrom(
          'oldest' as const,
          'oldest' as const,
          'newest' as const,
          'all' as const,
          'all but the newest' as const,
        ),
      )
      .map(([after, which]) => new Remove(after, which)),
    someWait.map((after) => new Begin(after)),
    someWait.map((after) => new End(after)),
    someWait.map((after) => new Fail(after)),
    someWait.map((after) => new Upload(after)),
    fc.tuple(someWait, fc.nat(4)).map(([after, kind]) => new Litter(after, kind)),
    fc
      .tuple(someWait, fc.constantFrom('denied' as const, 'silent' as const, 'open' as const, 'open' as const))
      .map(([after, access]) => new Access(after, access)),
    fc.tuple(someWait, fc.constantFrom(0.5, 0.9, 1.1, 2)).map(([after, factor]) => new Trend(after, factor)),
  ],
  { maxCommands: 60, size: '+1' },
);
