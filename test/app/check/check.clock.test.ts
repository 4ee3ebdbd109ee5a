import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '../../../lib/adapters/embedded/store.ts';
import { FileRules } from '../../../lib/adapters/file/rules.ts';
import { check } from '../../../lib/app/check/check.ts';
import { loadRules } from '../../../lib/app/rules/load-rules.ts';
import type { Instant } from '../../../lib/core/instant.ts';
import type { State } from '../../../lib/core/model/state.ts';
import { FolderEvidence } from '../../../lib/sources/file/list.ts';
import { at, hours, minutes } from '../../core/decision/given.ts';

const RULES = `
version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs:
  orders: { backup: ./orders/, owner: dana, rule: "every 24 hours, allow 26" }
`;
/** Its only backup; it is alert from 18 November, 10:30 on. */
const LANDED = at('2026-11-17T02:00:00Z');
const BOOTED = at('2026-11-01T00:00:00Z');

let folder: string;
let stores: EmbeddedStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-clock-'));
  await mkdir(join(folder, 'orders'));
  await writeFile(join(folder, 'rules.yaml'), RULES);
  const path = join(folder, 'orders/1.dump');
  await writeFile(path, '');
  await truncate(path, 1_000_000);
  await utimes(path, new Date(LANDED), new Date(LANDED));
  stores = await openEmbeddedStore(folder);
});
afterEach(async () => {
  await stores.close();
  await rm(folder, { recursive: true });
});

/** A pass by a machine whose clock says `now`, and that booted, in truth, `uptimeMs` ago. */
async function passAt(now: Instant, uptimeMs?: number): Promise<State | undefined> {
  const rules = new FileRules(join(folder, 'rules.yaml'), join(folder, 'rules.last-good.json'));
  const { checked } = await check(
    await loadRules(rules, now),
    {
      store: stores.state,
      audit: stores.audit,
      days: stores.days,
      heartbeats: stores.heartbeats,
      members: stores.members,
      sourceOf: async () => new FolderEvidence(),
      sink: null,
      rules,
      holidays: null,
      pruning: null,
      elapsedMs: () => performance.now(),
      ...(uptimeMs !== undefined && { uptimeMs: () => uptimeMs }),
    },
    { now, dryRun: false, only: null, isPass: true },
  );
  return checked[0]?.row.state;
}

test('a daily check with a random delay escalates at the first check of the day on which it is due', async () => {
  const states: (State | undefined)[] = [];
  for (const [day, delay] of [12, 3, 21, 30].entries()) {
    const now = at('2026-11-18T07:00:00Z') + day * hours(24) + minutes(delay);
    states.push(await passAt(now, now - BOOTED));
  }
  // A little late on the 18th; alert on the 19th; on the 20th its owner has had a day.
  expect(states).toEqual(['warn', 'alert', 'escalate', 'escalate']);
});

test('it does so where the machine is switched off every night', async () => {
  for (const day of [18, 19]) await passAt(at(`2026-11-${day}T07:00:00Z`), minutes(5));
  expect(await passAt(at('2026-11-20T07:20:00Z'), minutes(5))).toBe('escalate');
});

test('a clock that jumps ahead while the machine runs on escalates nothing until a later pass agrees', async () => {
  for (const hour of ['11', '12', '13']) {
    const now = at(`2026-11-18T${hour}:00:00Z`);
    expect(await passAt(now, now - BOOTED)).toBe('alert');
  }
  const uptime = at('2026-11-18T14:00:00Z') - BOOTED;
  const jumped = at('2036-01-01T00:00:00Z');
  expect(await passAt(jumped, uptime)).toBe('alert');
  expect(await passAt(jumped + minutes(9), uptime + minutes(9))).toBe('alert');
  // Put right in time.
  expect(await passAt(at('2026-11-18T14:20:00Z'), uptime + minutes(20))).toBe('alert');
});

test('one that stays ahead is believed ten minutes later', async () => {
  for (const hour of ['11', '12']) await passAt(at(`2026-11-18T${hour}:00:00Z`), hours(100));
  expect(await passAt(at('2026-11-25T12:00:00Z'), minutes(2))).toBe('alert');
  expect(await passAt(at('2026-11-25T12:10:00Z'), minutes(12))).toBe('escalate');
});
