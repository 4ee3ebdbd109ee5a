import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '../../../lib/adapters/embedded/store.ts';
import { FileRules } from '../../../lib/adapters/file/rules.ts';
import { check } from '../../../lib/app/check/check.ts';
import { loadRules } from '../../../lib/app/rules/load-rules.ts';
import type { JudgedDay } from '../../../lib/core/history/day.ts';
import type { JobRow, OutboxEntry } from '../../../lib/core/model/job-row.ts';
import type { DayLog } from '../../../lib/ports/day-log.ts';
import { StateStoreUnavailable } from '../../../lib/ports/state-store.ts';
import { FolderEvidence } from '../../../lib/sources/file/list.ts';

/** Midnight in Berlin is 23:00 in UTC. */
const RULES = `
version: 1
settings: { admin: dana, timezone: Europe/Berlin }
people: { dana: { email: dana@acme.example } }
jobs:
  orders: { backup: ./orders/, rule: "every 24 hours, allow 26" }
`;
const at = (text: string) => Date.parse(`2026-11-${text}:00Z`);

let folder: string;
let store: EmbeddedStore;
let puts: JudgedDay[];
let writes: number;
let isLogAway: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  await mkdir(join(folder, 'orders'));
  await writeFile(join(folder, 'rules.yaml'), RULES);
  store = await openEmbeddedStore(join(folder, 'state'));
  puts = [];
  writes = 0;
  isLogAway = false;
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

async function land(time: string): Promise<void> {
  const path = join(folder, 'orders', `${time.replace(':', '')}.dump`);
  await writeFile(path, '');
  await truncate(path, 1000);
  await utimes(path, new Date(at(time)), new Date(at(time)));
}

async function checkAt(time: string, dryRun = false): Promise<JobRow | undefined> {
  const now = at(time);
  const rules = new FileRules(join(folder, 'rules.yaml'), join(folder, 'rules.last-good.json'));
  const days: DayLog = {
    put: async (jobId, day) => {
      if (isLogAway) throw new StateStoreUnavailable('away');
      puts.push(day);
      await store.days.put(jobId, day);
    },
    newest: (jobId, limit) => store.days.newest(jobId, limit),
  };
  const state = {
    ...bound(store.state),
    write: async (before: JobRow, after: JobRow, entry: OutboxEntry | null) => {
      writes += 1;
      return store.state.write(before, after, entry);
    },
  };
  const ports = {
    store: state,
    audit: store.audit,
    days,
    heartbeats: store.heartbeats,
    members: store.members,
    sourceOf: async () => new FolderEvidence(),
    sink: null,
    rules,
    holidays: null,
    pruning: null,
    elapsedMs: () => 0,
  };
  await check(await loadRules(rules, now), ports, { now, dryRun, only: null, isPass: true });
  return (await store.state.read(['orders'])).rows.get('orders');
}

/** The store's methods as plain functions, to be replaced one by one. */
function bound(target: EmbeddedStore['state']): EmbeddedStore['state'] {
  return new Proxy({} as EmbeddedStore['state'], {
    get: (_, name) => (target[name as keyof typeof target] as () => unknown).bind(target),
    ownKeys: () => Object.getOwnPropertyNames(Object.getPrototypeOf(target)),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
}

describe('a check', () => {
  it('notes the day in the row it writes, and writes nothing for a day that goes on as it began', async () => {
    await land('20T02:00');
    const row = await checkAt('20T03:00');
    expect(row?.days?.today).toEqual({ day: '2026-11-20', state: 'green', sizeBytes: 1000, ageSeconds: 3600 });
    const before = writes;
    for (const time of ['20T04:00', '20T12:00', '20T22:00']) await checkAt(time);
    expect([writes - before, puts.length]).toEqual([0, 0]);
  });

  it('logs a day when the first check of the next comes, by the clock of the settings', async () => {
    await land('20T02:00');
    await checkAt('20T03:00');
    await checkAt('20T22:59');
    expect(puts).toEqual([]);
    const row = await checkAt('20T23:00');
    const day = { day: '2026-11-20', state: 'green', sizeBytes: 1000, ageSeconds: 21 * 3600 };
    const runs = [{ ts: expect.any(Number), sizeBytes: 1000, finding: 'good' }];
    expect(puts).toEqual([{ ...day, runs, place: expect.stringMatching(/\/orders\/$/) }]);
    expect(row?.days).toMatchObject({ today: { day: '2026-11-21' }, before: 'g' });
    expect(await store.days.newest('orders', 10)).toEqual([day]);
  });

  it('that dies between log and row leaves the same day to be logged by the next', async () => {
    await land('20T02:00');
    await checkAt('20T03:00');
    const write = store.state.write.bind(store.state);
    store.state.write = async () => {
      throw new StateStoreUnavailable('the power went');
    };
    await checkAt('20T23:10');
    store.state.write = write;
    await checkAt('20T23:20');
    expect(puts).toHaveLength(2);
    expect(puts[1]).toEqual(puts[0]);
    const { runs: _, place: __, ...day } = puts[0] as JudgedDay;
    expect(await store.days.newest('orders', 10)).toEqual([day]);
  });

  it('whose log is away stores its verdict, and logs the day later', async () => {
    await land('19T20:00');
    await checkAt('20T03:00');
    isLogAway = true;
    const late = await checkAt('20T23:30');
    expect(late).toMatchObject({ state: 'warn', days: { today: { day: '2026-11-20' } } });
    isLogAway = false;
    await checkAt('20T23:40');
    expect(puts).toMatchObject([{ day: '2026-11-20', ageSeconds: 27 * 3600 }]);
  });

  it('that is dry notes nothing', async () => {
    await land('20T02:00');
    await checkAt('20T03:00');
    await checkAt('21T03:00', true);
    expect(puts).toEqual([]);
  });
});
