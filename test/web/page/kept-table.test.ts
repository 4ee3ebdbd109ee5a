import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../../lib/core/instant.ts';
import { ALL } from '../../../lib/web/page/job-filter.ts';
import { keptTable } from '../../../lib/web/page/kept-table.ts';
import { JOBS, NOW, TODAY } from './sample-jobs.ts';

const LIST = { jobs: JOBS, today: TODAY, timezone: 'UTC', lastPass: null, rulesError: null, unjudged: [] };
const ASKED = { filter: ALL, page: 1, isAll: false };
const MINUTE = Math.floor(NOW / MINUTE_MS) * MINUTE_MS;
const reading = (at: number, timezone = 'UTC') => ({ timezone, at });

test('a table is made once a minute', async () => {
  const table = await keptTable(LIST, ASKED, reading(MINUTE));
  expect(await keptTable(LIST, ASKED, reading(MINUTE + MINUTE_MS - 1))).toBe(table);
  expect(await keptTable(LIST, ASKED, reading(MINUTE + MINUTE_MS))).not.toBe(table);
});

test('a table is made for one list, one day, one time zone, one filter and one page', async () => {
  const table = await keptTable(LIST, ASKED, reading(MINUTE));
  const others = await Promise.all([
    keptTable({ ...LIST, jobs: [...JOBS] }, ASKED, reading(MINUTE)),
    keptTable({ ...LIST, today: '2026-01-01' }, ASKED, reading(MINUTE)),
    keptTable(LIST, ASKED, reading(MINUTE, 'Asia/Kathmandu')),
    keptTable(LIST, { ...ASKED, filter: { ...ALL, text: 'orders' } }, reading(MINUTE)),
    keptTable(LIST, { ...ASKED, page: 2 }, reading(MINUTE)),
    keptTable(LIST, { ...ASKED, isAll: true }, reading(MINUTE)),
  ]);
  expect(new Set([table, ...others]).size).toBe(7);
});

test('of many filters the oldest is made again', async () => {
  const list = { ...LIST, jobs: [...JOBS] };
  const of = (text: string) => keptTable(list, { ...ASKED, filter: { ...ALL, text } }, reading(MINUTE));
  const first = await of('0');
  for (let index = 1; index < 20; index += 1) await of(String(index));
  expect(await of('0')).toBe(first);
  for (let index = 20; index < 40; index += 1) await of(String(index));
  expect(await of('0')).not.toBe(first);
});
