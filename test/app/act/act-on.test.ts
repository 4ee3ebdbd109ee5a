import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '../../../lib/adapters/embedded/store.ts';
import { actOnJobs } from '../../../lib/app/act/act-on.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import type { StateStore } from '../../../lib/ports/state-store.ts';
import { read } from '../../rules-doc/read.ts';

const AT = Date.parse('2026-11-21T08:00:00Z');
const SAM = { by: 'sam', at: AT, reason: null };
const SNOOZE = { verb: 'snooze', forMs: HOUR_MS } as const;

let folder: string;
let stores: EmbeddedStore;
let job: Job;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-act-'));
  stores = await openEmbeddedStore(folder, { now: () => AT });
  const text =
    'version: 1\npeople: { sam: { email: s@x.example } }\njobs: { orders: { owner: sam, backup: ./o/, rule: daily } }';
  job = read(text).document?.jobs[0] as Job;
});
afterEach(async () => {
  await stores.close();
  await rm(folder, { recursive: true, force: true });
});

/** The store, but `write` answers as if somebody else had written: after `applied` was done to the row. */
function answering(applied: (write: () => Promise<boolean>) => Promise<unknown>): StateStore {
  let isFirst = true;
  const { state } = stores;
  return {
    read: (ids) => state.read(ids),
    removeFromOutbox: (id, key) => state.removeFromOutbox(id, key),
    write: async (before, after, entry) => {
      if (!isFirst) return state.write(before, after, entry);
      isFirst = false;
      await applied(() => state.write(before, after, entry));
      return false;
    },
  } as StateStore;
}

async function snoozes(): Promise<{ count: number; audited: number }> {
  const row = (await stores.state.read(['orders'])).rows.get('orders');
  const history = await stores.audit.history('orders', 10);
  return { count: row?.snoozeCount ?? 0, audited: history.length };
}

test('an action whose answer got lost is not done twice', async () => {
  const store = answering((write) => write());
  const [acted] = await actOnJobs([job], SNOOZE, SAM, { store, audit: stores.audit });
  expect(acted?.result.done).toBe(true);
  expect(await snoozes()).toEqual({ count: 1, audited: 1 });
});

test('nor when a checker has emptied the outbox meanwhile', async () => {
  const store = answering(async (write) => {
    await write();
    const { rows } = await stores.state.read(['orders']);
    const entry = rows.get('orders')?.outbox[0];
    const own = entry?.audit[0];
    if (!entry || !own) throw new Error('nothing was left in the outbox');
    await stores.audit.put([{ jobId: 'orders', atId: own.id, at: own.at, content: { kind: own.kind, by: own.by } }]);
    await stores.state.removeFromOutbox('orders', entry.key);
  });
  await actOnJobs([job], SNOOZE, SAM, { store, audit: stores.audit });
  expect(await snoozes()).toEqual({ count: 1, audited: 1 });
});

test("somebody else's write in between is acted upon, not taken for our own", async () => {
  const store = answering(() => stores.state.write(newRow('orders'), { ...newRow('orders'), since: AT }, null));
  await actOnJobs([job], SNOOZE, SAM, { store, audit: stores.audit });
  expect(await snoozes()).toEqual({ count: 1, audited: 1 });
  const row = (await stores.state.read(['orders'])).rows.get('orders');
  expect(row?.since).toBe(AT);
});
