import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { repairCommand } from '../../../bin/commands/repair.ts';
import type { DynamoTables } from '../../../lib/adapters/dynamodb/tables.ts';
import { openEmbeddedTables } from '../../../lib/adapters/embedded/store.ts';
import { CapturedOutput } from '../captured-output.ts';

const DAMAGED = { job_id: 'orders', schema: 1, version: 'x', note: 'kept' };
const NEWER = { job_id: 'wiki', schema: 2 };

let folder: string;
let state: string;
let said: CapturedOutput;
/** Open all the time, as those of a `watch`. */
let tables: DynamoTables;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  state = join(folder, 'state');
  ({ tables } = await openEmbeddedTables(state));
  said = CapturedOutput.begin();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await tables.close();
  await rm(folder, { recursive: true });
});

async function repair(options: object = {}): Promise<{ status: number; printed: string }> {
  said.output = '';
  const status = await repairCommand({ rules: '', state, ...options });
  return { status, printed: said.output };
}

describe('sentinel repair', () => {
  it('has nothing to show where every row can be read', async () => {
    expect(await repair()).toEqual({ status: 0, printed: 'every row can be read\n' });
    expect(await repair({ quiet: true, apply: true })).toEqual({ status: 0, printed: '' });
    expect(await readdir(state)).not.toContain('set-aside');
  });

  it('shows what cannot be read and what is lost without it, and changes nothing', async () => {
    await tables.state.put(DAMAGED);
    const { status, printed } = await repair();
    expect(status).toBe(1);
    expect(printed).toContain('bk-state orders: the state of a job\n  version: Invalid input');
    expect(printed).toContain('without it: the job starts fresh');
    expect(await tables.state.get({ job_id: 'orders' })).toEqual(DAMAGED);
  });

  it('--apply takes it out, when all of it is in a file, and the history of the job says so', async () => {
    await tables.state.put(DAMAGED);
    expect(await repair({ apply: true })).toMatchObject({ status: 0, printed: expect.stringContaining('taken out: ') });
    expect(await tables.state.get({ job_id: 'orders' })).toBeNull();
    const [name = ''] = await readdir(join(state, 'set-aside'));
    const file = join(state, 'set-aside', name);
    const { rows } = JSON.parse(await readFile(file, 'utf8'));
    expect(rows).toMatchObject([{ table: 'bk-state', key: 'orders', item: { note: { S: 'kept' } } }]);
    const history = [];
    for await (const item of tables.audit.newest('orders', 'at_id', 'a#', 10)) history.push(item.content);
    expect(history).toMatchObject([{ kind: 'set-aside', reason: expect.stringContaining(file) }]);
    expect((await repair()).status).toBe(0);
  });

  it('leaves alone what a newer version can read', async () => {
    await tables.state.put(NEWER);
    expect(await repair({ apply: true })).toMatchObject({ status: 1, printed: expect.stringContaining('it stays') });
    expect(await tables.state.get({ job_id: 'wiki' })).toEqual(NEWER);
    expect(await readdir(state)).not.toContain('set-aside');
  });

  it('--json names each row, and whether it was taken out', async () => {
    await tables.state.put(DAMAGED);
    await tables.state.put(NEWER);
    const { printed } = await repair({ json: true, apply: true });
    expect(JSON.parse(printed).rows).toMatchObject([
      { key: 'orders', newer: false, taken_out: true },
      { key: 'wiki', newer: true, taken_out: false },
    ]);
  });

  it('takes nothing out where the file cannot be written', async () => {
    await tables.state.put(DAMAGED);
    const file = join(folder, 'there');
    await writeFile(file, 'mine');
    await expect(repair({ apply: true, export: file })).rejects.toThrow('it is there already; name another file');
    await expect(repair({ apply: true, export: join(file, 'x') })).rejects.toThrow('it cannot be written (ENOTDIR)');
    expect(await tables.state.get({ job_id: 'orders' })).toEqual(DAMAGED);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('refuses a place without a state, instead of calling it whole', async () => {
    await expect(repair({ state: join(folder, 'elsewhere') })).rejects.toThrow('there is no state in');
  });
});
