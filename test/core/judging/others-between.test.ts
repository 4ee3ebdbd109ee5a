import { describe, expect, test } from 'vitest';
import type { SeenRun } from '../../../lib/core/evidence/seen-run.ts';
import { judgeRuns } from '../../../lib/core/judging/baseline.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';
import { at, givenRule, givenRun, hours, MB } from '../decision/given.ts';

const NIGHT = at('2026-11-01T02:00:00Z');

function night(n: number, mb: number, overrides: Partial<Run> = {}): Run {
  return givenRun(NIGHT + n * hours(24), { sizeBytes: mb * MB, ...overrides });
}

function seen(n: number, mb: number, finding: SeenRun['finding']): SeenRun {
  return { ts: NIGHT + n * hours(24), sizeBytes: mb * MB, finding };
}

function sentence(runs: readonly Run[], memory: readonly SeenRun[] = [], rule = {}): string {
  const { size } = judgeRuns(givenRule({ growPercent: 100, ...rule }), runs, memory, null);
  return sentenceOf({ reason: size.reason, at: 'rules.yaml:9' });
}

const FLOOR = { floor: { bytes: 100 * MB, hardBelowBytes: 75 * MB } };

describe('the size that a backup is measured by', () => {
  test.each([
    { name: 'the one before that is there', runs: [night(0, 400), night(1, 20)] },
    { name: 'the one before that rotation removed', runs: [night(1, 20)], memory: [seen(0, 400, 'good')] },
    {
      name: 'one that was overwritten',
      runs: [night(1, 20)],
      memory: [seen(1, 20, 'too-small'), seen(0, 400, 'good')],
    },
  ])('is of the time before: $name', ({ runs, memory }) => {
    expect(sentence(runs, memory)).toContain('less than the 400 MB of the time before;');
  });

  test.each([
    { name: 'too small', runs: [night(0, 400), night(1, 20), night(2, 20)] },
    { name: 'contradicted', runs: [night(0, 400), night(1, 300, { isContradicted: true }), night(2, 20)] },
    {
      name: 'too small and gone, as is the good one',
      runs: [night(2, 20)],
      memory: [seen(1, 20, 'too-small'), seen(0, 400, 'good')],
    },
  ])('is of the last good time where the one before does not count: $name', ({ runs, memory }) => {
    expect(sentence(runs, memory)).toContain('less than the 400 MB of the last good time;');
  });

  test('is of the last good time beside a floor, and of a growth', () => {
    const runs = [night(0, 400), night(1, 20)];
    expect(sentence([...runs, night(2, 20)], [], FLOOR)).toContain(
      '20 MB; at least 100 MB expected; 400 MB the last good time',
    );
    expect(sentence([...runs, night(2, 900)])).toContain('125% more than the 400 MB of the last good time;');
  });

  test('is not spoken of where there is none', () => {
    expect(sentence([night(0, 20), night(1, 20)], [], FLOOR)).toBe('20 MB; at least 100 MB expected (rules.yaml:9)');
  });
});
