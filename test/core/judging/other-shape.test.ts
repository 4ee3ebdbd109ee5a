import { describe, expect, test } from 'vitest';
import { judgeRuns } from '../../../lib/core/judging/baseline.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';
import { at, givenRule, givenRun, hours, MB } from '../decision/given.ts';

const NIGHT = at('2026-11-01T02:00:00Z');

function sentence(name: string, beforeName: string, bytes: number, overrides: Partial<Run> = {}): string {
  const run = (key: string, n: number, sizeBytes: number) =>
    givenRun(NIGHT + n * hours(24), { key: `o/${key}`, location: `s3://b/o/${key}`, sizeBytes, ...overrides });
  const { size } = judgeRuns(givenRule({}), [run(beforeName, 0, 400 * MB), run(name, 1, bytes)], [], null);
  return sentenceOf({ reason: size.reason, at: 'rules.yaml:9' });
}

describe('a backup that fails beside one of another shape', () => {
  test.each([
    [
      'backup.log',
      'orders-27.dump',
      15,
      '; it is backup.log, after orders-27.dump: if it is no backup, narrow the place to *.dump',
    ],
    [
      'notes.sql.gz',
      'orders-2026-11-27.tar.gz',
      1 * MB,
      '; it is notes.sql.gz, after orders-2026-11-27.tar.gz: if it is no backup, narrow the place to *.tar.gz',
    ],
    ['backup.log', 'orders', 1 * MB, 'narrow the place to names like that'],
  ])('%s after %s names both', (name, before, bytes, want) => {
    expect(sentence(name, before, bytes)).toContain(want);
  });

  test.each([
    ['one of the same shape', 'orders-28.dump', 15, {}],
    ['one that passes', 'backup.log', 399 * MB, {}],
    ['a folder', 'r2', 15, { source: 'folder' } as const],
  ])('%s names none', (_, name, bytes, overrides) => {
    expect(sentence(name, 'orders-27.dump', bytes, overrides)).not.toContain('if it is no backup');
  });
});
