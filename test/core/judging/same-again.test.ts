import { describe, expect, test } from 'vitest';
import type { SeenRun } from '../../../lib/core/evidence/seen-run.ts';
import { judgeRuns } from '../../../lib/core/judging/baseline.ts';
import { equalRuns } from '../../../lib/core/judging/same-again.ts';
import type { Rule } from '../../../lib/core/model/rule.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';
import { at, givenRule, givenRun, hours, MB } from '../decision/given.ts';

const NIGHT = at('2026-11-01T02:00:00Z');
const CHANGES: Partial<Rule> = { mustChange: true };

/** Runs of nights one after the other, by what stands for their content; a dot where that is not known. */
const runsOf = (contents: string) =>
  [...contents].map((content, n) =>
    givenRun(NIGHT + n * hours(24), { sizeBytes: 400 * MB, ...(content === '.' ? {} : { content }) }),
  );

function judged(contents: string, { rule = CHANGES, accepts = false, memory = [] as readonly SeenRun[] } = {}) {
  const runs = runsOf(contents);
  const latest = runs.at(-1);
  const accepted = accepts && latest ? { location: latest.location, ts: latest.ts, sizeBytes: 400 * MB } : null;
  return judgeRuns(givenRule(rule), runs, memory, accepted);
}

test('how many of the newest are equal is counted from the newest, by size as well', () => {
  const run = (content: string | undefined, sizeBytes = 1) => ({
    ts: NIGHT,
    sizeBytes,
    finding: 'good' as const,
    ...(content !== undefined && { content }),
  });
  expect(equalRuns([])).toBe(0);
  expect(equalRuns([run(undefined), run(undefined)])).toBe(1);
  expect(equalRuns([run('a')])).toBe(1);
  expect(equalRuns([run('a'), run('a'), run('a')])).toBe(3);
  expect(equalRuns([run('a'), run('a', 2), run('a')])).toBe(1);
  expect(equalRuns([run('a'), run('a'), run('b'), run('a')])).toBe(2);
});

describe('the same again', () => {
  test.each([
    ['other bytes each night', 'abc', 'pass size-fine'],
    ['a first run', 'a', 'pass size-fine'],
    ['the bytes of the run before', 'abb', 'soft same-again'],
    ['twice a change back and forth', 'abab', 'pass size-fine'],
    ['three in a row', 'abbb', 'hard same-again'],
    ['a month of them', 'a'.repeat(30), 'hard same-again'],
    ['content that is not known', '...', 'pass size-fine'],
    ['content that was not known before', '.a', 'pass size-fine'],
  ])('%s', (_, contents, want) => {
    const { size } = judged(contents);
    expect(`${size.result} ${size.reason.kind}`).toBe(want);
  });

  test('is not judged unless it is asked for', () => {
    expect(judged('aaaa', { rule: {} }).size.result).toBe('pass');
  });

  test('is fine for a run that its owner accepted', () => {
    expect(judged('aaa', { accepts: true }).size.reason.kind).toBe('accepted');
  });

  test('a worse size counts before it, a milder one after', () => {
    const floor = (bytes: number, hardBelowBytes: number) => ({ ...CHANGES, floor: { bytes, hardBelowBytes } });
    expect(judged('aaa', { rule: floor(900 * MB, 800 * MB) }).size.reason.kind).toBe('below-floor');
    expect(judged('aaa', { rule: floor(900 * MB, 300 * MB) }).size.reason.kind).toBe('same-again');
    expect(judged('aa', { rule: floor(900 * MB, 300 * MB) }).size.reason.kind).toBe('below-floor');
  });

  test('is known of a file that was overwritten, by what is remembered', () => {
    const before = judged('aa').memory;
    const [, , third] = runsOf('aaa');
    const { size } = judgeRuns(givenRule(CHANGES), third ? [third] : [], before, null);
    expect(size).toMatchObject({ result: 'hard', reason: { count: 3 }, clause: 'must_change' });
  });

  test('is judged of the newest that is there, where newer ones are gone', () => {
    const { memory } = judged('aab');
    const { size } = judgeRuns(givenRule(CHANGES), runsOf('aa'), memory, null);
    expect(`${size.result} ${size.reason.kind}`).toBe('soft same-again');
  });

  test('the runs stay good: what they hold can be restored', () => {
    expect(judged('aaa').lastGood?.ts).toBe(NIGHT + 2 * hours(24));
  });

  test('content is remembered of the newest seven, and what is known is not written again', () => {
    const { memory } = judged('abcdefghij');
    expect(memory.map(({ content }) => content ?? '.').join('')).toBe('jihgfed...');
    expect(judged('abcdefghij', { memory }).memory).toBe(memory);
  });

  test('seven of one content are seven', () => {
    expect(equalRuns(judged('baaaaaaa').memory)).toBe(7);
  });

  test.each([
    ['aa', / has the same bytes as the backup before it \(rules.yaml:/],
    ['aaa', / has the same bytes as the 2 backups before it \(rules.yaml:/],
  ])('%s is said in words', (contents, words) => {
    const { reason } = judged(contents).size;
    expect(sentenceOf({ reason, at: 'rules.yaml:9' })).toMatch(words);
  });
});
