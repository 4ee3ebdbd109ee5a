import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { keptRow } from '../../../lib/web/page/kept-row.ts';
import { job, NOW } from './sample-jobs.ts';

const TODAY = '2026-11-22';
const reading = (at: number, timezone = 'UTC') => ({ timezone, at });
const lastGood = { ts: NOW - 50 * MINUTE_MS, sizeBytes: 1, location: 'x' };

test('a row is made again once its minute is over, with the age of then', () => {
  const view = job({ lastGood });
  const minute = Math.floor(NOW / MINUTE_MS) * MINUTE_MS;
  const row = keptRow(view, TODAY, true, reading(minute));
  expect(String(row)).toContain('>50m</time>');
  expect(keptRow(view, TODAY, true, reading(minute + MINUTE_MS - 1))).toBe(row);
  expect(String(keptRow(view, TODAY, true, reading(minute + MINUTE_MS)))).toContain('>51m</time>');
});

test('a row is made for one time zone, one day, one filter and one state of its job', () => {
  const view = job({ lastGood });
  const row = keptRow(view, TODAY, true, reading(NOW));
  const others = [
    keptRow(view, TODAY, true, reading(NOW, 'Asia/Kathmandu')),
    keptRow(view, TODAY, false, reading(NOW)),
    keptRow(job({ lastGood: { ...lastGood, ts: NOW - 3 * HOUR_MS } }), TODAY, true, reading(NOW)),
    keptRow({ ...view, state: 'warn' }, TODAY, true, reading(NOW)),
  ].map(String);
  expect(new Set([String(row), ...others]).size).toBe(5);
  expect(keptRow(view, '2026-11-23', true, reading(NOW))).not.toBe(row);
});
