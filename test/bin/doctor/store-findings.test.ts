import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storeFindings } from '../../../bin/doctor/store-findings.ts';
import { openEmbeddedTables } from '../../../lib/adapters/embedded/store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lookAt = (state: string) => storeFindings({ kind: 'folder', folder: state });

it('a store that is not there yet is a warning, and is not made', async () => {
  const state = join(folder, 'state');
  expect(await lookAt(state)).toMatchObject([{ standing: 'warn', message: expect.stringContaining('no state in') }]);
  expect(await lookAt(state)).toMatchObject([{ standing: 'warn' }]);
});

it('rows that cannot be read are counted, beside the process that has the store open', async () => {
  const state = join(folder, 'state');
  const { tables } = await openEmbeddedTables(state);
  expect(await lookAt(state)).toMatchObject([{ standing: 'ok' }]);
  await tables.state.put({ job_id: 'orders', schema: 1, version: 'x' });
  expect(await lookAt(state)).toMatchObject([{ standing: 'warn', message: expect.stringMatching(/^1 rows? in/) }]);
  await tables.close();
});

it('a file in the way is a failure', async () => {
  const state = join(folder, 'state');
  await writeFile(state, '');
  expect(await lookAt(state)).toMatchObject([
    { standing: 'fail', message: expect.stringContaining('a file is in the way') },
  ]);
});
