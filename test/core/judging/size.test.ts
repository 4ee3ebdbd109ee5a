import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../lib/core/decision/rule.ts';
import { judgeSize } from '../../../lib/core/judging/size.ts';
import { givenRule, givenRun, MB, unsized } from '../decision/given.ts';

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
    { name: 'with no line to keep, any size passes', bytes: 1, want: 'pass size-fine' },
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
    { name: 'with no baseline nothing has shrunk', bytes: 1, before: null, want: 'pass size-fine' },
    { name: 'growth is no miss', bytes: 4000 * MB, before: 400 * MB, want: 'pass size-fine' },
    { name: 'lines are whole bytes: half of 3 rounds to 2', bytes: 2, before: 3, want: 'pass size-fine' },
    { name: 'and 1 is below it', bytes: 1, before: 3, want: 'hard shrunk' },
    {
      name: 'shrink 0%: the same size passes',
      rule: { shrinkPercent: 0, warnShrinkPercent: 0 },
      bytes: 10,
      before: 10,
      want: 'pass size-fine',
    },
    {
      name: 'shrink 0%: a byte less is a hard miss',
      rule: { shrinkPercent: 0, warnShrinkPercent: 0 },
      bytes: 9,
      before: 10,
      want: 'hard shrunk',
    },
    {
      name: 'shrink 100%: only the soft line is left',
      rule: { shrinkPercent: 100, warnShrinkPercent: 50 },
      bytes: 1,
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
    const size = judgeSize(givenRule(rule), run, before ?? null, accepted ?? false);
    expect(`${size.result} ${size.reason.kind}`).toBe(want);
    expect(size.measured).toBe(bytes);
    if (clause) expect(size.clause).toBe(clause);
  });

  it('passes when there is no run to measure', () => {
    expect(judgeSize(givenRule(FLOOR), null, null, false)).toMatchObject({ result: 'pass', measured: null });
  });
});
