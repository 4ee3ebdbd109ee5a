import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../lib/core/decision/rule.ts';
import { judgeRuns } from '../../../lib/core/judging/baseline.ts';
import { type Run, remember } from '../../../lib/core/model/run.ts';
import { at, givenRule, givenRun, hours, Job, MB, remembered, unsized } from '../decision/given.ts';

const NIGHT = at('2026-11-01T02:00:00Z');

/** A run of the n-th night, so many MB large; null: of unknown size. */
function night(n: number, mb: number | null, overrides: Partial<Run> = {}): Run {
  const run = givenRun(NIGHT + n * hours(24), { sizeBytes: (mb ?? 0) * MB, ...overrides });
  return mb === null ? unsized(run) : run;
}

const nights = (...sizes: number[]) => sizes.map((mb, n) => night(n, mb));
const FLOOR: Partial<Rule> = { floor: { bytes: 100 * MB, hardBelowBytes: 75 * MB } };

describe('the chain of baselines', () => {
  const cases: readonly {
    name: string;
    rule?: Partial<Rule>;
    runs: readonly Run[];
    memory?: readonly Run[];
    accepted?: Run;
    want: string;
    lastGood: Run | null;
    good: readonly Run[];
  }[] = [
    { name: 'no run', runs: [], want: 'pass nothing-to-measure', lastGood: null, good: [] },
    {
      name: 'no run, and what was good is still remembered',
      runs: [],
      memory: [night(0, 5)],
      want: 'pass nothing-to-measure',
      lastGood: null,
      good: [night(0, 5)],
    },
    {
      name: 'a first run has nothing to be compared with',
      runs: nights(400),
      want: 'pass size-fine',
      lastGood: night(0, 400),
      good: [night(0, 400)],
    },
    { name: 'a collapse', runs: nights(412, 30), want: 'hard shrunk', lastGood: night(0, 412), good: [night(0, 412)] },
    {
      name: 'a collapse is no measure for the next night',
      runs: nights(412, 30, 30),
      want: 'hard shrunk',
      lastGood: night(0, 412),
      good: [night(0, 412)],
    },
    {
      name: 'nor for a first check that comes late',
      runs: nights(412, 30, 31, 32, 33),
      want: 'hard shrunk',
      lastGood: night(0, 412),
      good: [night(0, 412)],
    },
    {
      name: 'a soft miss is good, and the measure of the next',
      runs: nights(100, 60, 46),
      want: 'pass size-fine',
      lastGood: night(2, 46),
      good: [night(2, 46), night(1, 60), night(0, 100)],
    },
    {
      name: 'a rotated file is compared with the one that was there',
      runs: [night(1, 100)],
      memory: [night(0, 400)],
      want: 'hard shrunk',
      lastGood: null,
      good: [night(0, 400)],
    },
    {
      name: 'the newest of the remembered that is older than all that is there',
      runs: [night(5, 150)],
      memory: [night(4, 200), night(3, 900), night(2, 900)],
      want: 'pass size-fine',
      lastGood: night(5, 150),
      good: [night(5, 150), night(4, 200), night(3, 900)],
    },
    {
      name: 'one that is not older than all of them is left aside',
      runs: [night(1, 100), night(5, 99)],
      memory: [night(4, 900)],
      want: 'pass size-fine',
      lastGood: night(5, 99),
      good: [night(5, 99), night(4, 900), night(1, 100)],
    },
    {
      name: 'three are remembered',
      runs: nights(100, 101, 102, 103),
      want: 'pass size-fine',
      lastGood: night(3, 103),
      good: [night(3, 103), night(2, 102), night(1, 101)],
    },
    {
      name: 'an empty run is never good',
      runs: nights(100, 0),
      want: 'hard empty',
      lastGood: night(0, 100),
      good: [night(0, 100)],
    },
    {
      name: 'an accepted run is good and the measure of the next',
      runs: nights(412, 30, 29),
      accepted: night(1, 30),
      want: 'pass size-fine',
      lastGood: night(2, 29),
      good: [night(2, 29), night(1, 30), night(0, 412)],
    },
    {
      name: 'an accepted run that is overwritten is a new run',
      runs: [night(0, 412), night(1, 29)],
      accepted: night(1, 30),
      want: 'hard shrunk',
      lastGood: night(0, 412),
      good: [night(0, 412)],
    },
    {
      name: 'a rule made tighter forgets what it would not have called good',
      rule: FLOOR,
      runs: nights(60, 61),
      memory: [night(1, 61), night(0, 60)],
      want: 'hard below-floor',
      lastGood: null,
      good: [],
    },
    {
      name: 'but not what is there no more',
      rule: FLOOR,
      runs: [night(1, 61)],
      memory: [night(1, 61), night(0, 60)],
      want: 'hard below-floor',
      lastGood: null,
      good: [night(0, 60)],
    },
    {
      name: 'a run of unknown size is good',
      runs: [night(0, 400), night(1, null)],
      want: 'pass size-unknown',
      lastGood: night(1, null),
      good: [night(1, null), night(0, 400)],
    },
    {
      name: 'a run of unknown size is no measure for the next, whatever was before it',
      runs: [night(0, 400), night(1, null), night(2, 30)],
      want: 'pass size-fine',
      lastGood: night(2, 30),
      good: [night(2, 30), night(1, null), night(0, 400)],
    },
  ];
  it.each(cases)('$name', ({ rule, runs, memory, accepted, want, lastGood, good }) => {
    for (const order of [runs, runs.toReversed()]) {
      const judged = judgeRuns(
        givenRule(rule),
        order,
        remembered(...(memory ?? [])),
        accepted ? remember(accepted) : null,
      );
      expect(`${judged.size.result} ${judged.size.reason.kind}`).toBe(want);
      expect(judged.lastGood).toEqual(lastGood);
      expect(judged.goodRuns).toEqual(remembered(...good));
    }
  });

  it('judges the newest 30 runs and no more', () => {
    const many = (count: number) => [night(0, 1000), ...Array.from({ length: count - 1 }, (_, n) => night(n + 1, 400))];
    expect(judgeRuns(givenRule(), many(30), [], null).size.result, 'the oldest is one of 30').toBe('hard');
    expect(judgeRuns(givenRule(), many(31), [], null).size.result, 'the oldest is the 31st').toBe('pass');
  });

  it('of two runs of one instant, takes the key that sorts last as UTF-8 bytes', () => {
    // U+1F600 is beyond U+FFFF: as UTF-16 it would sort before U+FF5E, as UTF-8 after it.
    const [astral, wide] = [night(0, 10, { key: 'orders/\u{1F600}' }), night(0, 11, { key: 'orders/\uFF5E' })];
    for (const runs of [
      [astral, wide],
      [wide, astral],
    ])
      expect(judgeRuns(givenRule(), runs, [], null).latest).toBe(astral);
  });

  it('does not depend on how often anyone looked', () => {
    const sizes = [400, 390, 30, 31, 380, 100, 300, 150, 149];
    const often = new Job();
    for (let n = 0; n < sizes.length; n += 1) often.check(NIGHT + n * hours(24) + 1, nights(...sizes.slice(0, n + 1)));
    const once = new Job();
    once.check(NIGHT + (sizes.length - 1) * hours(24) + 1, nights(...sizes));
    expect(often.row.goodRuns).toEqual(once.row.goodRuns);
  });
});
