import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pruneReports } from '../../../lib/runner/notify/prune-reports.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-reports-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const nameOf = (minute: number) =>
  `20261128T0${Math.floor(minute / 60)}${String(minute % 60).padStart(2, '0')}00Z-0b54ad9e.json`;

test('of 103 reports the newest 100 stay, and what is no report', async () => {
  const names = Array.from({ length: 103 }, (_, minute) => nameOf(minute));
  for (const name of [...names, 'notes.json']) await writeFile(join(folder, name), '{}');
  await pruneReports(folder);
  expect((await readdir(folder)).sort()).toEqual([...names.slice(3), 'notes.json']);
});

test('a folder that is not there is none to prune', async () => {
  await expect(pruneReports(join(folder, 'absent'))).resolves.toBeUndefined();
});
