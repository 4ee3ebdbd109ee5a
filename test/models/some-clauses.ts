import fc from 'fast-check';
import type { Clauses } from './reference/clauses.ts';

const maybe = <T>(some: fc.Arbitrary<T>, freq = 2) => fc.option(some, { freq, nil: null });

const seldom = fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

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
    unchangedDays: maybe(fc.constantFrom(3, 30), 1),
    mustChange: seldom,
    isEmptyFine: seldom,
    starts: maybe(fc.constantFrom('2026-10-18', '2026-10-20', '2026-10-30'), 5),
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
    };
  });

/** The same for a job that says nothing of its runs. */
export const withoutSignals = (clauses: Clauses): Clauses => ({ ...clauses, unchangedDays: null });
