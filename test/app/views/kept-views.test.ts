import { afterEach, beforeEach, expect, test } from 'vitest';
import { Findings } from '../../../lib/app/check/findings.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { KeptRows } from '../../../lib/app/views/kept-rows.ts';
import { readJobViews } from '../../../lib/app/views/read-job-views.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import type { RowsRead } from '../../../lib/ports/state-store.ts';
import { DispatchSetting, jobLine } from '../dispatch/dispatch-setting.ts';

let setting: DispatchSetting;
let rows: { read(jobIds: readonly string[]): Promise<RowsRead> };

beforeEach(async () => {
  setting = await DispatchSetting.open(
    ['sam: { email: sam@acme.example }', 'dana: { email: d@acme.example }'],
    [jobLine('orders'), jobLine('crm')],
  );
  rows = new KeptRows(setting.stores.state, setting.stores.rowChanges);
  await setting.break('orders');
});
afterEach(() => setting.close());

async function jobs(now = setting.now, document = setting.document) {
  const { state, audit, deliveries, days } = setting.stores;
  const store = { read: (ids: readonly string[]) => rows.read(ids), readLastPass: () => state.readLastPass() };
  const ports = { store, audit, deliveries, days, findings: new Findings(audit) };
  const loaded = { document } as LoadedRules & { readonly document: typeof document };
  return (await readJobViews(loaded, ports, now)).jobs;
}

test('the list is the very same one while no row is written', async () => {
  const first = await jobs();
  expect(await jobs(setting.now + HOUR_MS)).toBe(first);
  await setting.break('crm');
  const second = await jobs();
  expect(second.map(({ state }) => state)).toEqual(['alert', 'alert']);
  expect(await jobs()).toBe(second);
});

test('it is made again for another document', async () => {
  const first = await jobs();
  const [job] = setting.document.jobs;
  const renamed = {
    ...setting.document,
    jobs: setting.document.jobs.map((each) => ({ ...each, name: `new ${each.id}` })),
  };
  expect(job).toBeDefined();
  expect((await jobs(setting.now, renamed)).map(({ name }) => name).toSorted()).toEqual(['new crm', 'new orders']);
  expect(await jobs()).not.toBe(first);
});

test('it is made again when a snooze has ended, or the clock was set back', async () => {
  const { now } = setting;
  await setting.change('orders', (history, at) => history.act({ verb: 'snooze', forMs: HOUR_MS }, 'sam', at));
  const asleep = await jobs(now + 1);
  expect(await jobs(now + HOUR_MS - 1)).toBe(asleep);
  const awake = await jobs(now + HOUR_MS);
  expect(awake.map(({ jobId, quieted, state }) => [jobId, quieted, state])).toContainEqual(['orders', null, 'alert']);
  expect(await jobs(now + 2)).not.toBe(awake);
});

test('it is not kept while a row of an earlier version leaves to the audit log what failed', async () => {
  const kept = rows;
  const withoutFindings = new WeakMap<RowsRead, RowsRead>();
  rows = {
    read: async (ids) => {
      const read = await kept.read(ids);
      const old = withoutFindings.get(read) ?? {
        ...read,
        rows: new Map([...read.rows].map(([id, row]) => [id, { ...row, found: null }])),
      };
      withoutFindings.set(read, old);
      return old;
    },
  };
  expect(await jobs()).not.toBe(await jobs());
});
