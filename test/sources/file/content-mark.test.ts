import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EvidenceGone } from '../../../lib/ports/evidence-source.ts';
import { contentMark } from '../../../lib/sources/file/content-mark.ts';

const folder = mkdtempSync(join(tmpdir(), 'content-mark-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function markOf(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, text);
  return contentMark(path, text.length);
}

describe('what a local file is known by', () => {
  const large = 'orders\n'.repeat(40_000);
  const middle = large.length / 2;

  test.each([
    ['a small file', 'small', 'smalL'],
    ['its head', large, `X${large.slice(1)}`],
    ['its tail', large, `${large.slice(0, -1)}X`],
    ['its middle', large, `${large.slice(0, middle - 8000)}${'x'.repeat(16_000)}${large.slice(middle + 8000)}`],
  ])('differs where %s differs, and only there', async (_, one, other) => {
    const mark = await markOf('one', one);
    expect(mark).toMatch(/^[0-9a-f]{64}$/);
    expect(await markOf('same', one)).toBe(mark);
    expect(await markOf('other', other)).not.toBe(mark);
  });

  test('of a file that is gone is an error that says so', async () => {
    await expect(contentMark(join(folder, 'gone'), 5)).rejects.toBeInstanceOf(EvidenceGone);
  });
});
