import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/core/decision/decide.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import type { Rule } from '../../lib/core/model/rule.ts';
import type { Run } from '../../lib/core/model/run.ts';
import { at, givenEvidence, givenRule, givenRun, Job } from '../core/decision/given.ts';
import { runs } from '../nightly.ts';

const RUNS = runs(30, 10_000);
const NIGHTS = 200;
const BEGIN = at('2026-01-01T02:00:00Z');
const NIGHT_MS = 24 * HOUR_MS;
const MAX_JUDGED = 20;

/** One night: how the size went on from the ordinary one, and what the owner did about it. */
interface Night {
  readonly factor: number;
  /** The ordinary size goes on from here. */
  readonly stays: boolean;
  readonly isAccepted: boolean;
  readonly isChecked: boolean;
}

const someNight: fc.Arbitrary<Night> = fc.record({
  factor: fc.oneof(
    { weight: 12, arbitrary: fc.double({ min: 0.93, max: 1.07, noNaN: true }) },
    { weight: 3, arbitrary: fc.double({ min: 0.4, max: 0.8, noNaN: true }) },
    { weight: 2, arbitrary: fc.double({ min: 1.5, max: 6, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 0.00001, 0.05) },
  ),
  stays: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  isAccepted: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isChecked: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

const someStory = fc.record({
  kept: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 9, max: 60 })),
  shrinkPercent: fc.constantFrom(0, 20, 50, 80, 100),
  growPercent: fc.constantFrom(null, 50, 100),
  floorBytes: fc.constantFrom(null, 50_000, 400_000),
  nights: fc.array(someNight, { minLength: NIGHTS, maxLength: NIGHTS }),
  /** A slope that goes on for all nights: 5% less each is far below the start in three weeks. */
  slope: fc.constantFrom(0.95, 0.99, 1, 1, 1.02),
});

function sizesOf({ nights, slope }: { readonly nights: readonly Night[]; readonly slope: number }): number[] {
  let ordinary = 1_000_000;
  return nights.map(({ factor, stays }) => {
    const size = Math.round(ordinary * factor);
    if (stays && factor > 0.3) ordinary = Math.min(1e12, Math.max(2000, size * slope));
    return size;
  });
}

/** The page's fold, over a history of which nothing was ever deleted: the result of each run's size test, and if it is good. */
class WholeHistory {
  readonly #rule: Rule;
  readonly #good: number[] = [];

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  next(bytes: number, isAccepted: boolean): 'pass' | 'soft' | 'hard' {
    const { floor, shrinkPercent, warnShrinkPercent, growPercent } = this.#rule;
    const before = this.#good.at(-1);
    const result = (): 'pass' | 'soft' | 'hard' => {
      if (bytes === 0) return 'hard';
      if (isAccepted) return 'pass';
      if (bytes < 64) return 'hard';
      if (floor && bytes < floor.hardBelowBytes) return 'hard';
      const least = (of: number, percent: number) => Math.round((of * (100 - percent)) / 100);
      if (before !== undefined && bytes < least(before, shrinkPercent)) {
        const usual = this.#good.slice(-6, -1).sort((a, b) => a - b);
        const middle = usual.length >> 1;
        const median =
          usual.length % 2 === 1 ? (usual[middle] ?? 0) : ((usual[middle - 1] ?? 0) + (usual[middle] ?? 0)) / 2;
        const isBack = usual.length >= 3 && before >= Math.round((median * 100) / (100 - shrinkPercent));
        return isBack && bytes >= least(median, shrinkPercent) ? 'soft' : 'hard';
      }
      if (floor && bytes < floor.bytes) return 'soft';
      if (before !== undefined && bytes < least(before, warnShrinkPercent)) return 'soft';
      const isGrown =
        growPercent !== null && before !== undefined && bytes > Math.round((before * (100 + growPercent)) / 100);
      return isGrown ? 'soft' : 'pass';
    };
    const found = result();
    if (found !== 'hard') this.#good.push(bytes);
    return found;
  }
}

describe('where files are only deleted oldest first', () => {
  it('the verdict is that of a memory that never forgot, and deciding again changes nothing', () => {
    fc.assert(
      fc.property(someStory, (story) => {
        const { kept, shrinkPercent, growPercent, floorBytes, nights } = story;
        const floor = floorBytes === null ? null : { bytes: floorBytes, hardBelowBytes: Math.round(floorBytes * 0.75) };
        const rule = givenRule({ shrinkPercent, warnShrinkPercent: shrinkPercent / 2, growPercent, floor });
        const job = new Job(rule);
        const whole = new WholeHistory(rule);
        const runs: Run[] = [];
        const results: ('pass' | 'soft' | 'hard')[] = [];
        let unseen = 0;
        for (const [n, sizeBytes] of sizesOf(story).entries()) {
          const night = nights[n] as Night;
          runs.push(givenRun(BEGIN + n * NIGHT_MS, { sizeBytes, key: `orders/${n}` }));
          unseen += 1;
          // Every run is seen once before it is deleted, and before 20 newer ones have landed.
          if (!night.isChecked && unseen < Math.min(kept, MAX_JUDGED)) {
            results.push(whole.next(sizeBytes, false));
            continue;
          }
          unseen = 0;
          const evidence = givenEvidence(runs.slice(-kept));
          const now = BEGIN + n * NIGHT_MS + HOUR_MS;
          let { verdict } = job.check(now, evidence);
          if (night.isAccepted && job.act(now + 1, { verb: 'accept', run: null }).done) {
            verdict = job.check(now + 2, evidence).verdict;
            results.push(whole.next(sizeBytes, true));
          } else {
            results.push(whole.next(sizeBytes, false));
          }
          if (verdict?.tests.size?.result !== results.at(-1)) {
            expect.fail(`night ${n}: ${verdict?.tests.size?.result}, and ${results.at(-1)} by the whole history`);
          }
          const newestGood = runs.findLastIndex((_, index) => index > n - kept && results[index] !== 'hard');
          expect(verdict?.lastGood?.key ?? null).toBe(runs[newestGood]?.key ?? null);
          const again = decide({ ...job.inputAt(now + 3, evidence), row: job.row });
          expect(again.transition).toBeNull();
          expect(again.row).toEqual(job.row);
        }
      }),
      RUNS,
    );
  });
});
