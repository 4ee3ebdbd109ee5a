import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freeSpaceProblem } from '../../../lib/runner/preflight/free-space.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-preflight-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('free space', () => {
  test('is given in bytes or as a percentage', async () => {
    expect(await freeSpaceProblem(folder, { bytes: 1 })).toBeNull();
    expect(await freeSpaceProblem(folder, { percent: 0 })).toBeNull();
    expect(await freeSpaceProblem(folder, { percent: 100 })).toMatch(
      /^.* has [\d.]+ [KMGTP]?B free, but 100% \([\d.]+ [KMGTP]?B\) is needed; free some space, or lower --need-free$/,
    );
    expect(await freeSpaceProblem(join(folder, 'no'), { bytes: 1 })).toMatch(
      /^cannot read the free space of .* \(ENOENT\)/,
    );
  });
});
