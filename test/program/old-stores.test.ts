import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedTables } from '../../lib/adapters/embedded/store.ts';
import { runCommand } from '../run-commands.ts';

/** What earlier versions kept, as `scripts/old-stores.mjs` wrote it with them. */
const STORES = 'test/fixtures/stores';
const versions = await readdir(STORES);

describe.each(versions)('what the version of %s kept', (version) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
    await cp(join(STORES, version), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function sentinel(...args: string[]): Promise<string> {
    const common = ['--rules', join(folder, 'rules.yaml'), '--state', join(folder, 'state')];
    const { stdout, stderr } = await runCommand([...args, ...common]);
    return stdout + stderr;
  }

  it('is read, with its breaks, people and history', async () => {
    const { jobs } = JSON.parse(await sentinel('status', '--json', '--now', '2026-11-14T12:00:00Z'));
    const stands = jobs.map((job: Record<string, unknown>) => [job.job_id, job.state, job.quieted, job.since]);
    expect(stands).toEqual([
      ['orders', 'escalate', null, '2026-11-14T09:00:00Z'],
      ['shop', 'green', 'snoozed', '2026-11-13T08:10:00Z'],
      ['pinger', 'escalate', null, expect.any(String)],
    ]);
    expect(await sentinel('history', 'orders')).toContain('alert -> alert (still-failing)  by sam');
    expect(await sentinel('history', 'shop')).toContain('"moving house"');
  });

  it('is written on, and all of it can be read', async () => {
    expect(await sentinel('check', '--now', '2026-11-15T09:00:00Z')).toContain('3 jobs: ');
    const history = await sentinel('history', 'shop');
    expect(history).toContain('(resumed)');
    expect(history).toContain('"moving house"');
    expect(await sentinel('record', '--verify')).toContain('The record is as it was written');
    const { stdout } = await runCommand(['repair', '--state', join(folder, 'state')]);
    expect(stdout).toContain('every row can be read');
  });

  it('keeps what a later version would add to a row, and leaves kinds alone that it does not know', async () => {
    const later = { job_id: '#of-a-later-version', at_id: 'x', what: { it: ['keeps'] } };
    await withTables(folder, async ({ state, audit }) => {
      const row = await state.get({ job_id: 'orders' });
      await state.put({ ...row, job_id: 'orders', of_a_later_version: { deep: [1, 'two'] } });
      await audit.put(later);
    });
    await sentinel('check', '--now', '2026-11-15T09:00:00Z');
    await sentinel('mute', 'orders', '--by', 'sam', '--now', '2026-11-15T09:01:00Z');
    await withTables(folder, async ({ state, audit }) => {
      expect(await state.get({ job_id: 'orders' })).toMatchObject({
        of_a_later_version: { deep: [1, 'two'] },
        muted: { by: 'sam' },
      });
      expect(await audit.get({ job_id: later.job_id, at_id: 'x' })).toEqual(later);
    });
  });

  it('says that a row was written by a later version, and changes nothing of it', async () => {
    const [row] = await withTables(folder, async ({ state }) => {
      const before = { ...(await state.get({ job_id: 'orders' })), job_id: 'orders', schema: 2 };
      await state.put(before);
      return [before];
    });
    expect(await sentinel('check', '--now', '2026-11-15T09:00:00Z')).toContain('newer version');
    await withTables(folder, async ({ state }) => expect(await state.get({ job_id: 'orders' })).toEqual(row));
  });
});

type Tables = Awaited<ReturnType<typeof openEmbeddedTables>>['tables'];

async function withTables<T>(folder: string, use: (tables: Tables) => Promise<T>): Promise<T> {
  const { tables, connection } = await openEmbeddedTables(join(folder, 'state'));
  try {
    return await use(tables);
  } finally {
    await connection.close();
  }
}
