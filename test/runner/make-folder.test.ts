import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../lib/runner/make-folder.ts';

test('a folder is made with those above it, and once', async () => {
  const base = await mkdtemp(join(tmpdir(), 'sentinel-folder-'));
  try {
    const path = join(base, 'a/b/c');
    await Promise.all([makeFolder(path, 0o700), makeFolder(path, 0o700)]);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  } finally {
    await rm(base, { recursive: true });
  }
});

test('what can hold no folder is refused at once', async () => {
  await expect(makeFolder('/dev/null/x/y')).rejects.toMatchObject({ code: 'ENOTDIR' });
});
