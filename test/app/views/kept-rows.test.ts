import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeptRows } from '../../../lib/app/views/kept-rows.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import type { LastPass, StateStore } from '../../../lib/ports/state-store.ts';
import { DispatchSetting, jobLine } from '../dispatch/dispatch-setting.ts';

const PASS: LastPass = {
  ...{ id: '1', at: 1, durationMs: 1, configured: 1, due: 1, judged: 1, unknown: 0, rulesVersion: 'v' },
  ...{ coveredUntil: 1, resumeFrom: null, comparedAt: null, days: [], clock: null, bootedAt: null },
};

let setting: DispatchSetting;
let store: StateStore;
let kept: KeptRows;
/** The ids of each read of the store. */
let asked: string[][];
/** How often the last pass was read. */
let passesRead: number;

beforeEach(async () => {
  setting = await DispatchSetting.open(
    ['sam: { email: sam@acme.example }', 'dana: { email: d@acme.example }'],
    [jobLine('orders')],
  );
  store = setting.stores.state;
  asked = [];
  passesRead = 0;
  const counted = {
    readLastPass: () => {
      passesRead += 1;
      return store.readLastPass();
    },
    read: (jobIds: readonly string[]) => {
      asked.push([...jobIds]);
      return store.read(jobIds);
    },
  };
  kept = new KeptRows(counted, setting.stores.rowChanges);
});
afterEach(() => setting.close());

async function write(jobId: string, seq: number): Promise<JobRow> {
  const { rows } = await store.read([jobId]);
  const row = rows.get(jobId) ?? newRow(jobId);
  expect(await store.write(row, { ...row, since: 1, seq }, null)).toBe(true);
  return row;
}
const noPass = { readLastPass: async () => null };
const seqs = async (...jobIds: string[]) =>
  Object.fromEntries([...(await kept.read(jobIds)).rows].map(([jobId, { seq }]) => [jobId, seq]));

describe('rows that are kept', () => {
  test('are read once, and are the same objects until they are written', async () => {
    await write('orders', 1);
    await write('crm', 1);
    const first = await kept.read(['orders', 'crm', 'orders']);
    await write('crm', 2);
    const second = await kept.read(['orders', 'crm']);
    expect(asked).toEqual([['orders', 'crm', 'orders'], ['crm']]);
    expect(second.rows.get('orders')).toBe(first.rows.get('orders'));
    expect(second.rows.get('crm')?.seq).toBe(2);
  });

  test('are one and the same answer while none is written, for what is made of them all', async () => {
    await write('orders', 1);
    const first = await kept.read(['orders']);
    expect(await kept.read(['orders'])).toBe(first);
    await write('orders', 2);
    const second = await kept.read(['orders']);
    expect(second).not.toBe(first);
    expect(await kept.read(['orders'])).toBe(second);
  });

  test('of a list that is asked for again are not looked for one by one, until one is written', async () => {
    await write('orders', 1);
    let looks = 0;
    const list = new Proxy(['orders', 'crm'], {
      get: (ids, name) => {
        looks += name === '0' ? 1 : 0;
        return Reflect.get(ids, name);
      },
    });
    await kept.read(list);
    const first = looks;
    expect(first).toBeGreaterThan(0);
    await kept.read(list);
    expect(looks).toBe(first);
    await write('crm', 1);
    expect((await kept.read(list)).rows.get('crm')?.seq).toBe(1);
    expect(looks).toBeGreaterThan(first);
    expect(await seqs('orders', 'crm')).toEqual({ orders: 1, crm: 1 });
  });

  test('show every write that was over before, by whatever means it was made', async () => {
    await write('orders', 1);
    expect(await seqs('orders')).toEqual({ orders: 1 });
    await store.noteHandled('orders', 7);
    expect((await kept.read(['orders'])).rows.get('orders')?.handledSeq).toBe(7);
  });

  test('a job without a row is not asked for again until it has one', async () => {
    expect(await seqs('new')).toEqual({});
    expect(await seqs('new')).toEqual({});
    expect(asked).toEqual([['new']]);
    await write('new', 1);
    expect(await seqs('new')).toEqual({ new: 1 });
  });

  test('answers that are asked for at once are all as new as the store', async () => {
    await write('orders', 1);
    const [a, , b] = await Promise.all([kept.read(['orders']), write('orders', 2), kept.read(['orders'])]);
    expect([a.rows.size, b.rows.size]).toEqual([1, 1]);
    expect(await seqs('orders')).toEqual({ orders: 2 });
  });

  test('one that cannot be used stays named, and does not stand for a usable one', async () => {
    const message = 'written by a newer version';
    const read = async () => ({ rows: new Map(), unusable: [{ jobId: 'orders', message }] });
    const reading = { ...noPass, read };
    const from = new KeptRows(reading, { since: async () => ({ point: 'p', jobIds: [] }) });
    for (const _ of [1, 2]) {
      expect(await from.read(['orders'])).toEqual({ rows: new Map(), unusable: [{ jobId: 'orders', message }] });
    }
  });

  test('a store that cannot say what was written is read each time', async () => {
    await write('orders', 1);
    const from = new KeptRows(store, { since: async () => ({ point: null, jobIds: null }) });
    expect((await from.read(['orders'])).rows.get('orders')?.seq).toBe(1);
    await write('orders', 2);
    expect((await from.read(['orders'])).rows.get('orders')?.seq).toBe(2);
  });

  test('a read that fails leaves nothing behind that would be taken for an answer', async () => {
    await write('orders', 1);
    let fails = true;
    const failing = {
      ...noPass,
      read: (jobIds: readonly string[]) => (fails ? Promise.reject(new Error('away')) : store.read(jobIds)),
    };
    const from = new KeptRows(failing, setting.stores.rowChanges);
    const list = ['orders'];
    await expect(from.read(list)).rejects.toThrow('away');
    fails = false;
    expect((await from.read(list)).rows.get('orders')?.seq).toBe(1);
  });

  test('the last pass is read again once anything was written', async () => {
    expect(await store.writeLastPass(PASS)).toBe(true);
    const first = await kept.readLastPass();
    expect(first).toMatchObject({ id: '1', at: 1 });
    expect(await kept.readLastPass()).toBe(first);
    expect(passesRead).toBe(1);
    expect(await store.writeLastPass({ ...PASS, id: '2', at: 2 })).toBe(true);
    expect(await kept.readLastPass()).toMatchObject({ id: '2', at: 2 });
    expect(passesRead).toBe(2);
  });
});
