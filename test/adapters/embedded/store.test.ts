import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '../../../lib/adapters/embedded/store.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';

let folder: string;
let holder: EmbeddedStore;
let guest: EmbeddedStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-store-'));
  holder = await openEmbeddedStore(folder);
  guest = await openEmbeddedStore(folder);
});
afterEach(async () => {
  await guest.close();
  await holder.close();
  await rm(folder, { recursive: true });
});

const write = (store: EmbeddedStore, jobId: string, isNew = true) => {
  const row = { ...newRow(jobId), version: isNew ? 0 : 1 };
  return store.state.write(row, { ...row, since: isNew ? 1 : 2 }, null);
};

test('each process learns which rows the others wrote', async () => {
  expect([holder.role(), guest.role()]).toEqual(['holder', 'guest']);
  const [ofHolder, ofGuest] = [(await holder.rowChanges.since(null)).point, (await guest.rowChanges.since(null)).point];
  await write(holder, 'orders');
  await write(guest, 'crm');
  for (const [store, point] of [
    [holder, ofHolder],
    [guest, ofGuest],
  ] as const) {
    expect((await store.rowChanges.since(point)).jobIds?.toSorted()).toEqual(['crm', 'orders']);
  }
});

test('a write that was refused is none', async () => {
  await write(holder, 'orders');
  const { point } = await holder.rowChanges.since(null);
  expect(await write(guest, 'orders')).toBe(false);
  expect((await holder.rowChanges.since(point)).jobIds).toEqual([]);
  expect(await write(guest, 'orders', false)).toBe(true);
  expect((await holder.rowChanges.since(point)).jobIds).toEqual(['orders']);
});

test('where another process has the store by now, every row may have been written', async () => {
  await write(holder, 'orders');
  const { point } = await guest.rowChanges.since(null);
  await holder.close();
  expect((await guest.rowChanges.since(point)).jobIds).toBeNull();
  expect(guest.role()).toBe('holder');
});
