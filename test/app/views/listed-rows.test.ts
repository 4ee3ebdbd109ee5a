import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DynamoStateStore } from '../../../lib/adapters/dynamodb/state-store.ts';
import type { DynamoTables } from '../../../lib/adapters/dynamodb/tables.ts';
import { openEmbeddedTables } from '../../../lib/adapters/embedded/store.ts';
import { ListedRows } from '../../../lib/app/views/listed-rows.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import type { StateStore } from '../../../lib/ports/state-store.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const JOBS = Array.from({ length: 40 }, (_, index) => `job-${String(index).padStart(2, '0')}`);

let folder: string;
let tables: DynamoTables;
let store: StateStore;
let listed: ListedRows;
let now: number;
/** The ids of each read of rows, and how often the index was asked. */
let asked: (readonly string[])[];
let lists: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  ({ tables } = await openEmbeddedTables(folder));
  store = new DynamoStateStore(tables.state, async () => {});
  [asked, lists, now] = [[], 0, NOW];
  const counted: Pick<StateStore, 'read' | 'readLooks' | 'readLastPass'> = {
    readLastPass: () => store.readLastPass(),
    read: (jobIds) => {
      asked.push(jobIds);
      return store.read(jobIds);
    },
    readLooks: (until) => {
      lists += 1;
      return store.readLooks(until);
    },
  };
  listed = new ListedRows(counted, () => now);
  for (const jobId of JOBS) await write(jobId, {});
});
afterEach(async () => {
  await tables.close();
  await rm(folder, { recursive: true });
});

async function write(jobId: string, change: Partial<JobRow>): Promise<void> {
  const row = (await store.read([jobId])).rows.get(jobId) ?? newRow(jobId);
  const nextLook = { at: NOW + 5 * HOUR_MS, mark: 'm' };
  expect(await store.write(row, { ...row, since: 1, nextLook, ...change }, null)).toBe(true);
}

describe('the rows of a list', () => {
  test('are all read once; after that those that were written, and no others', async () => {
    const first = await listed.read(JOBS);
    expect([first.rows.size, asked.map(({ length }) => length), lists]).toEqual([40, [40], 0]);
    const second = await listed.read(JOBS);
    expect([asked.at(-1), lists]).toEqual([[], 1]);
    for (const jobId of JOBS) expect(second.rows.get(jobId)).toBe(first.rows.get(jobId));

    await write('job-07', { state: 'alert' });
    await write('job-09', { seq: 3 });
    const third = await listed.read(JOBS);
    expect([asked.at(-1), lists]).toEqual([['job-07', 'job-09'], 2]);
    expect([third.rows.get('job-07')?.state, third.rows.get('job-09')?.seq]).toEqual(['alert', 3]);
  });

  test('a job that has no row has none, and has its first one when it is there', async () => {
    const jobs = [...JOBS, 'new'];
    for (const _ of [1, 2]) expect((await listed.read(jobs)).rows.has('new')).toBe(false);
    expect(asked.at(-1)).toEqual(['new']);
    await write('new', { seq: 1 });
    expect((await listed.read(jobs)).rows.get('new')?.seq).toBe(1);
  });

  test('a row that left the index is read each time', async () => {
    await listed.read(JOBS);
    await write('job-07', { nextLook: null, seq: 1 });
    expect((await listed.read(JOBS)).rows.get('job-07')?.seq).toBe(1);
    expect((await listed.read(JOBS)).rows.get('job-07')?.seq).toBe(1);
    expect(asked.slice(1)).toEqual([['job-07'], ['job-07']]);
  });

  test('a row whose look is overdue is read each time: a pass could not read it either', async () => {
    await listed.read(JOBS);
    // By hand: its version, and its place in the index, are as before.
    const names = { '#since': 'since' };
    await tables.state.update(
      { job_id: 'job-07' },
      { update: 'SET #since = :since', condition: '#since <> :since', names, values: { ':since': 'soon' } },
    );
    now = NOW + 6 * HOUR_MS;
    const { rows, unusable } = await listed.read(JOBS);
    expect(unusable.map(({ jobId }) => jobId)).toEqual(['job-07']);
    expect(rows.has('job-07')).toBe(false);
  });

  test('one job and its proofs are read as they are, without the index', async () => {
    await listed.read(JOBS);
    await listed.read(['job-07', 'job-08']);
    expect([asked.at(-1), lists]).toEqual([['job-07', 'job-08'], 0]);
  });
});
