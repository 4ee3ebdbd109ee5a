import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGood } from '../../lib/core/evidence/seen-run.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { Before } from '../../lib/core/judging/before.ts';
import { judge } from '../../lib/core/judging/judge.ts';
import { judgeSize } from '../../lib/core/judging/size.ts';
import { type Run, remember } from '../../lib/core/model/run.ts';
import { SEVERITY_RANK } from '../../lib/core/model/severity.ts';
import { eachTest } from '../../lib/core/model/verdict.ts';
import { renderVerdict } from '../../lib/core/wording/rendered-verdict.ts';
import { check, givenRow, givenRule, givenRun, minutes, PLACE } from '../core/decision/given.ts';
import { runs } from '../nightly.ts';
import { someInstant, someReadEvidence, someRule } from './arbitraries.ts';

const RUNS = runs(750, 10_000);
const RANK = { pass: 0, soft: 1, hard: 2 } as const;

const someLook = fc.tuple(someRule, someInstant).chain(([rule, now]) =>
  fc.record({
    rule: fc.constant(rule),
    now: fc.constant(now),
    evidence: someReadEvidence(now, 5),
    memory: someReadEvidence(now, 3),
  }),
);

describe('with the evidence fixed', () => {
  it('nothing gets better by growing older', () => {
    fc.assert(
      fc.property(
        someLook,
        fc.array(fc.integer({ min: 0, max: 80 * HOUR_MS }), { minLength: 1, maxLength: 6 }),
        ({ rule, now, evidence }, steps) => {
          // A job that has not begun is excused, and a calendar forgives nothing else as time goes on.
          let worst = -1;
          // Past the window in which evidence dated a little ahead of now is taken as of now.
          let at = now + minutes(15);
          for (const step of [0, ...steps]) {
            at += step;
            const { verdict } = judge(rule, PLACE, evidence, givenRow(), at);
            const rank = SEVERITY_RANK[verdict.worst];
            if (rank < worst) expect.fail(`${rank} after ${worst} at ${new Date(at).toISOString()}`);
            worst = rank;
          }
        },
      ),
      RUNS,
    );
  });

  it('nothing gets better by being smaller, up to the ceiling', () => {
    const someSizes = fc.tuple(
      fc.integer({ min: 0, max: 120 }),
      fc.integer({ min: 0, max: 120 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 6 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(someRule, someSizes, (rule, [a, b, before, isAccepted]) => {
        const ceiling = rule.ceilingBytes ?? 1000;
        const [small, large] = [Math.min(a, b, ceiling), Math.min(Math.max(a, b), ceiling)];
        const rankOf = (sizeBytes: number) =>
          RANK[judgeSize(rule, givenRun(0, { sizeBytes }), new Before(before), isAccepted).result];
        expect(rankOf(small)).toBeGreaterThanOrEqual(rankOf(large));
      }),
      RUNS,
    );
  });

  it('the order in which runs are listed makes no difference', () => {
    fc.assert(
      fc.property(someLook, ({ rule, now, evidence, memory }) => {
        const row = givenRow({ runs: check({ now, rule, evidence: memory }).row.runs });
        const seen = [evidence.runs, evidence.runs.toReversed()].map((runs) => {
          // Two runs of one instant under one key are no order at all; they cannot be there together.
          const distinct = runs.filter((run) => !runs.some((other) => other !== run && other.ts === run.ts));
          return judge(rule, PLACE, { ...evidence, runs: distinct }, row, now).verdict;
        });
        expect(seen[0]).toEqual(seen[1]);
      }),
      RUNS,
    );
  });

  it('good runs are finished, not hard misses, and newest first', () => {
    fc.assert(
      fc.property(someLook, ({ rule, now, evidence }) => {
        const { row, verdict } = check({ now, rule, evidence });
        const times = row.runs.map(({ ts }) => ts);
        expect(times).toEqual([...times].sort((a, b) => b - a));
        const good = row.runs.filter(isGood);
        for (const { ts, sizeBytes } of good) {
          const isThere = ({ outcome, ...run }: Run) =>
            outcome === 'finished' && run.ts === ts && (run.sizeBytes ?? null) === sizeBytes;
          expect(evidence.runs.some(isThere)).toBe(true);
          expect(sizeBytes).not.toBe(0);
        }
        expect(row.lastGood?.ts).toBe(good[0]?.ts);
        expect(verdict?.lastGood ? remember(verdict.lastGood) : null).toEqual(row.lastGood);
        const isHard = verdict?.tests.size?.result === 'hard';
        expect(isHard && verdict.lastGood === verdict.latest).toBe(false);
      }),
      RUNS,
    );
  });

  it('every verdict can be put into words', () => {
    fc.assert(
      fc.property(someLook, ({ rule, now, evidence }) => {
        const rendered = renderVerdict(judge(rule, PLACE, evidence, givenRow(), now).verdict);
        for (const {
          test: { reason, at },
        } of eachTest(rendered.tests)) {
          expect(reason).not.toMatch(/undefined|NaN|null|\[object/);
          expect(at).toMatch(/^rules\.yaml:/);
        }
      }),
      RUNS,
    );
  });
});

it('a threshold is the same however often it is computed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.integer({ min: 0, max: 100 }), (before, percent) => {
      const rule = givenRule({ shrinkPercent: percent, warnShrinkPercent: percent / 2, emptyIsFine: true });
      const line = Math.round((before * (100 - percent)) / 100);
      const resultAt = (sizeBytes: number) =>
        judgeSize(rule, givenRun(0, { sizeBytes }), new Before([before]), false).result;
      expect(line > 0 && resultAt(line) === 'hard').toBe(false);
      expect(line <= 1 || resultAt(line - 1) === 'hard').toBe(true);
    }),
    RUNS,
  );
});
