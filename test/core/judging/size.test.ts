import { describe, expect, it } from 'vitest';
import { Before } from '../../../lib/core/judging/before.ts';
import { isHardMiss, judgeSize } from '../../../lib/core/judging/size.ts';
import type { Rule } from '../../../lib/core/model/rule.ts';
import { givenRule, givenRun, MB, unsized } from '../decision/given.ts';

const GROW = { growPercent: 100 };
const SMALL = { emptyIsFine: true };
const FLOOR = { floor: { bytes: 350 * MB, hardBelowBytes: 262_500_000 } };

describe('right size?', () => {
  const cases: readonly {
    name: string;
    rule?: Partial<Rule>;
    bytes: number | null;
    before?: number | null;
    accepted?: boolean;
    want: string;
    clause?: string;
  }[] = [
    { name: 'with no line to keep, any size from 64 bytes on passes', bytes: 64, want: 'pass size-fine' },
    { name: 'a byte less is almost nothing', bytes: 63, want: 'hard almost-nothing', clause: 'at_least' },
    {
      name: 'unless the floor is no higher',
      rule: { floor: { bytes: 20, hardBelowBytes: 15 } },
      bytes: 20,
      want: 'pass size-fine',
    },
    {
      name: 'a floor a byte higher lifts nothing',
      rule: { floor: { bytes: 21, hardBelowBytes: 15 } },
      bytes: 20,
      want: 'hard almost-nothing',
    },
    { name: 'empty is fine: a byte passes', rule: SMALL, bytes: 1, want: 'pass size-fine' },
    { name: 'empty is fine: no byte is still empty', rule: SMALL, bytes: 0, want: 'hard empty' },
    { name: 'an unknown size passes', rule: FLOOR, bytes: null, before: 400 * MB, want: 'pass size-unknown' },
    { name: 'an empty backup is a hard miss with no line to keep', bytes: 0, want: 'hard empty' },
    { name: 'an empty backup is a hard miss even when accepted', bytes: 0, accepted: true, want: 'hard empty' },
    { name: 'at the floor', rule: FLOOR, bytes: 350 * MB, want: 'pass size-fine' },
    { name: 'a byte below the floor', rule: FLOOR, bytes: 350 * MB - 1, want: 'soft below-floor', clause: 'at_least' },
    { name: 'at the hard line of the floor', rule: FLOOR, bytes: 262_500_000, want: 'soft below-floor' },
    { name: 'a byte below the hard line of the floor', rule: FLOOR, bytes: 262_499_999, want: 'hard below-floor' },
    {
      name: 'alert below X = F: nothing is soft',
      rule: { floor: { bytes: 300 * MB, hardBelowBytes: 300 * MB } },
      bytes: 300 * MB - 1,
      want: 'hard below-floor',
    },
    { name: 'a quarter smaller exactly', bytes: 300 * MB, before: 400 * MB, want: 'pass size-fine' },
    {
      name: 'a byte more than a quarter smaller',
      bytes: 300 * MB - 1,
      before: 400 * MB,
      want: 'soft shrunk',
      clause: 'warn_shrink',
    },
    { name: 'half as large exactly', bytes: 200 * MB, before: 400 * MB, want: 'soft shrunk' },
    {
      name: 'a byte less than half as large',
      bytes: 200 * MB - 1,
      before: 400 * MB,
      want: 'hard shrunk',
      clause: 'shrink',
    },
    { name: 'with no baseline nothing has shrunk', bytes: 100, before: null, want: 'pass size-fine' },
    { name: 'growth is no miss where no line is drawn', bytes: 4000 * MB, before: 400 * MB, want: 'pass size-fine' },
    { name: 'twice as large exactly', rule: GROW, bytes: 800 * MB, before: 400 * MB, want: 'pass size-fine' },
    {
      name: 'a byte more than twice as large',
      rule: GROW,
      bytes: 800 * MB + 1,
      before: 400 * MB,
      want: 'soft grown',
      clause: 'grow',
    },
    { name: 'with no baseline nothing has grown', rule: GROW, bytes: 800 * MB, before: null, want: 'pass size-fine' },
    {
      name: 'the ceiling comes before growth',
      rule: { ...GROW, ceilingBytes: 500 * MB },
      bytes: 900 * MB,
      before: 400 * MB,
      want: 'soft above-ceiling',
    },
    { name: 'lines are whole bytes: half of 3 rounds to 2', rule: SMALL, bytes: 2, before: 3, want: 'pass size-fine' },
    { name: 'and 1 is below it', rule: SMALL, bytes: 1, before: 3, want: 'hard shrunk' },
    {
      name: 'shrink 0%: the same size passes',
      rule: { shrinkPercent: 0, warnShrinkPercent: 0 },
      bytes: 100,
      before: 100,
      want: 'pass size-fine',
    },
    {
      name: 'shrink 0%: a byte less is a hard miss',
      rule: { shrinkPercent: 0, warnShrinkPercent: 0 },
      bytes: 99,
      before: 100,
      want: 'hard shrunk',
    },
    {
      name: 'shrink 100%: only the soft line is left',
      rule: { shrinkPercent: 100, warnShrinkPercent: 50 },
      bytes: 64,
      before: 400 * MB,
      want: 'soft shrunk',
    },
    { name: 'at the ceiling', rule: { ceilingBytes: 500 * MB }, bytes: 500 * MB, want: 'pass size-fine' },
    {
      name: 'a byte above the ceiling',
      rule: { ceilingBytes: 500 * MB },
      bytes: 500 * MB + 1,
      want: 'soft above-ceiling',
      clause: 'at_most',
    },
    {
      name: 'the worst counts: soft floor, hard shrink',
      rule: FLOOR,
      bytes: 300 * MB,
      before: 700 * MB,
      want: 'hard shrunk',
    },
    {
      name: 'the worst counts: soft shrink, hard floor',
      rule: FLOOR,
      bytes: 200 * MB,
      before: 300 * MB,
      want: 'hard below-floor',
    },
    { name: 'accepted passes the floor', rule: FLOOR, bytes: 1, accepted: true, want: 'pass accepted' },
    { name: 'accepted passes the shrink limit', bytes: 1, before: 400 * MB, accepted: true, want: 'pass accepted' },
    { name: 'accepted passes the ceiling', rule: { ceilingBytes: 5 }, bytes: 6, accepted: true, want: 'pass accepted' },
    { name: 'beyond 2^53 bytes still compares', bytes: 2 ** 60, before: 2 ** 62, want: 'hard shrunk' },
  ];
  it.each(cases)('$name', ({ rule, bytes, before, accepted, want, clause }) => {
    const run = bytes === null ? unsized(givenRun(0)) : givenRun(0, { sizeBytes: bytes });
    const size = judgeSize(givenRule(rule), run, new Before(before === undefined ? [] : [before]), accepted ?? false);
    expect(`${size.result} ${size.reason.kind}`).toBe(want);
    expect(size.measured).toBe(bytes);
    expect(isHardMiss(givenRule(rule), run, new Before(before === undefined ? [] : [before]), accepted ?? false)).toBe(
      size.result === 'hard',
    );
    expect(size.clause).toBe(clause ?? size.clause);
  });

  describe('back to usual', () => {
    const usual = [400, 400, 400];
    const cases: readonly {
      name: string;
      rule?: Partial<Rule>;
      before: readonly (number | null)[];
      mb: number;
      want: string;
    }[] = [
      { name: 'after an outsized run', before: [...usual, 900], mb: 400, want: 'soft back-to-usual' },
      { name: 'the run before exactly twice the usual', before: [...usual, 800], mb: 399, want: 'soft back-to-usual' },
      { name: 'a little less than twice was not outsized', before: [...usual, 799], mb: 399, want: 'hard shrunk' },
      { name: 'exactly half of the usual', before: [...usual, 900], mb: 200, want: 'soft back-to-usual' },
      { name: 'less than half of the usual', before: [...usual, 900], mb: 199, want: 'hard shrunk' },
      { name: 'fewer than three before say nothing', before: [400, 400, 900], mb: 400, want: 'hard shrunk' },
      { name: 'an unknown size says nothing', before: [400, null, 400, 900], mb: 400, want: 'hard shrunk' },
      {
        name: 'of four, the mean of the middle two',
        before: [5000, 500, 100, 400, 900],
        mb: 440,
        want: 'soft back-to-usual',
      },
      {
        name: 'only the newest five count',
        before: [5000, 5000, 5000, ...usual, 400, 400, 900],
        mb: 400,
        want: 'soft back-to-usual',
      },
      { name: 'all of those five', before: [100, 100, 100, 400, 400, 300], mb: 100, want: 'soft back-to-usual' },
      { name: 'in whatever order they came', before: [400, 9000, 1, 900], mb: 400, want: 'soft back-to-usual' },
      { name: 'the median, not the mean', before: [1, 400, 400, 400, 9000, 900], mb: 400, want: 'soft back-to-usual' },
      {
        name: 'what is above the ceiling is so all the same',
        rule: { ceilingBytes: 300 * MB },
        before: [...usual, 900],
        mb: 400,
        want: 'soft above-ceiling',
      },
      { name: 'a soft shrink needs no excuse', before: [...usual, 900], mb: 450, want: 'soft shrunk' },
      {
        name: 'the floor is kept all the same',
        rule: FLOOR,
        before: [...usual, 900],
        mb: 250,
        want: 'hard below-floor',
      },
      {
        name: 'of a rule that allows 80%, five times the usual is outsized',
        rule: { shrinkPercent: 80, warnShrinkPercent: 40 },
        before: [...usual, 2100],
        mb: 400,
        want: 'soft back-to-usual',
      },
      {
        name: 'and less is not',
        rule: { shrinkPercent: 80, warnShrinkPercent: 40 },
        before: [...usual, 1999],
        mb: 380,
        want: 'hard shrunk',
      },
    ];
    it.each(cases)('$name: $want', ({ rule, before, mb, want }) => {
      const chain = new Before(before.map((each) => (each === null ? null : each * MB)));
      const run = givenRun(0, { sizeBytes: mb * MB });
      const { result, reason } = judgeSize(givenRule(rule), run, chain, false);
      expect(`${result} ${reason.kind}`).toBe(want);
      expect(isHardMiss(givenRule(rule), run, chain, false)).toBe(result === 'hard');
    });

    it('names the size before and the usual one', () => {
      const run = givenRun(0, { sizeBytes: 360 * MB });
      const size = judgeSize(givenRule(), run, new Before([...usual, 900].map((mb) => mb * MB)), false);
      expect(size).toEqual({
        result: 'soft',
        reason: { kind: 'back-to-usual', bytes: 360 * MB, beforeBytes: 900 * MB, usualBytes: 400 * MB },
        measured: 360 * MB,
        threshold: 450 * MB,
        clause: 'shrink',
      });
    });
  });

  describe('at least N files', () => {
    const rule = givenRule({ atLeastFiles: 10 });
    it.each([
      { fileCount: 10, want: 'pass size-fine' },
      { fileCount: 9, want: 'hard too-few-files' },
    ])('$fileCount: $want', ({ fileCount, want }) => {
      const run = givenRun(0, { fileCount });
      const { result, reason } = judgeSize(rule, run, new Before(), false);
      expect(`${result} ${reason.kind}`).toBe(want);
      expect(isHardMiss(rule, run, new Before(), false)).toBe(result === 'hard');
    });

    it('names how many there are', () => {
      expect(judgeSize(rule, givenRun(0, { fileCount: 3 }), new Before(), false)).toMatchObject({
        reason: { kind: 'too-few-files', files: 3, atLeast: 10 },
        measured: 3,
        threshold: 10,
        clause: 'at_least_files',
      });
    });

    it('of a job with members counts them', () => {
      const run = givenRun(0, { fileCount: 3, isOfMembers: true });
      expect(judgeSize(rule, run, new Before(), false).reason.kind).toBe('too-few-members');
    });

    it('says nothing of a run whose files are not counted', () => {
      expect(judgeSize(rule, givenRun(0), new Before(), false).result).toBe('pass');
    });
  });

  it('names the floor of an empty run, and of one that keeps it', () => {
    const sizeOf = (sizeBytes: number) => judgeSize(givenRule(FLOOR), givenRun(0, { sizeBytes }), new Before(), false);
    expect([sizeOf(0), sizeOf(400 * MB)]).toMatchObject([
      { measured: 0, threshold: 350 * MB, clause: 'at_least' },
      { measured: 400 * MB, threshold: 350 * MB, clause: 'at_least' },
    ]);
  });

  it('passes when there is no run to measure', () => {
    expect(judgeSize(givenRule(FLOOR), null, new Before(), false)).toMatchObject({ result: 'pass', measured: null });
  });
});
