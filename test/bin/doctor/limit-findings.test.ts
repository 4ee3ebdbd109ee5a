import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { limitFindings } from '../../../bin/doctor/limit-findings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

it.each([
  ['40', 'fail'],
  ['128', 'warn'],
  ['256', 'ok'],
  ['1048576', 'ok'],
  ['unlimited', 'ok'],
])('a limit of %s open files: %s', async (limit, standing) => {
  const path = join(folder, 'limits');
  await writeFile(path, `Limit  Soft Limit  Hard Limit  Units\nMax open files            ${limit}   1048576   files\n`);
  expect(await limitFindings(path)).toMatchObject([{ check: 'limits', standing }]);
});

it('where the system does not say, nothing is found', async () => {
  expect(await limitFindings(join(folder, 'none'))).toMatchObject([{ standing: 'ok' }]);
});
