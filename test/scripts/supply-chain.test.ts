import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Finished, runProcess } from '../processes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-lock-'));
  for (const name of ['package.json', 'package-lock.json']) await cp(name, join(folder, name));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function check(): Promise<Finished> {
  return runProcess(process.execPath, [resolve('scripts/supply-chain.mjs'), '--offline'], { cwd: folder });
}

/** Changes the entry of zod, which is deployed. */
async function changeZod(change: Readonly<Record<string, unknown>>): Promise<void> {
  const path = join(folder, 'package-lock.json');
  const lock = JSON.parse(await readFile(path, 'utf8'));
  Object.assign(lock.packages['node_modules/zod'], change);
  await writeFile(path, JSON.stringify(lock));
}

test('what is installed is fixed by its digest, has a known licence, and runs no unknown script', async () => {
  expect(await check()).toMatchObject({ status: 0, stderr: '' });
});

test.each([
  { name: 'without a digest', change: { integrity: undefined }, says: 'node_modules/zod has no SHA-512' },
  { name: 'with a weak digest', change: { integrity: 'sha1-x' }, says: 'node_modules/zod has no SHA-512' },
  { name: 'from elsewhere', change: { resolved: 'https://npm.example/zod.tgz' }, says: 'comes from https://npm.exam' },
  { name: 'with an install script', change: { hasInstallScript: true }, says: 'zod runs a script' },
])('a package $name fails the check', async ({ change, says }) => {
  await changeZod(change);
  expect(await check()).toMatchObject({ status: 1, stderr: expect.stringContaining(says) });
});
