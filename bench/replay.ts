import { Past } from '../lib/app/foresight/past.ts';
import { replay } from '../lib/app/foresight/replay.ts';
import { ReplayedRows } from '../lib/app/foresight/replayed-stores.ts';
import { compareBytes } from '../lib/core/evidence/byte-order.ts';
import type { ListedObject } from '../lib/core/evidence/listed-object.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/core/instant.ts';
import { readRulesDocument } from '../lib/rules-doc/read-rules-document.ts';
import { dailyRule, inventedRules } from './invented-rules.ts';
import { report } from './measurement.ts';

/** A replay of 1,000 daily jobs over 90 days, from the listings on: one night of thirty brought no backup. */
const JOBS = 1_000;
const DAYS = 90;
const GOAL_S = 60;
const UNTIL = Date.parse('2026-11-28T08:00:00Z');
const FROM = UNTIL - DAYS * DAY_MS;

const text = inventedRules(JOBS, 'acme-backups', dailyRule);
const { document } = readRulesDocument(text, { name: 'rules.yaml', folder: null, now: UNTIL });
if (document === null) throw new Error('the rules doc is not good');

/** What lies under each job's prefix. */
const listings = new Map(
  document.jobs.map(({ place }, job) => {
    const prefix = place?.template.replace(/\*.*$/, '') ?? '';
    const objects: ListedObject[] = [];
    for (let day = -2; day <= DAYS; day += 1) {
      if ((job * 7 + day) % 30 === 0) continue;
      const lastModified = FROM + day * DAY_MS + (job % 6) * HOUR_MS + (job % 50) * MINUTE_MS;
      objects.push({ key: `${prefix}${lastModified}.dump`, sizeBytes: 500_000_000 + job + day, lastModified });
    }
    return [prefix, objects.sort((a, b) => compareBytes(a.key, b.key))];
  }),
);
const source = {
  requests: { list: 0, get: 0 },
  async *list(_place: unknown, prefix: string) {
    yield listings.get(prefix) ?? [];
  },
  unfinishedUploads: async () => [],
  read: async () => new Uint8Array(),
};
const past = await Past.open(document.jobs, {
  sourceOf: async () => source,
  heartbeats: { newest: async () => [] },
  store: new ReplayedRows(),
  landedOf: async () => [],
});
const began = performance.now();
const ports = { past, holidays: { datesOf: async () => [] }, elapsedMs: () => performance.now() };
const { transitions } = await replay(document, { from: FROM, until: UNTIL }, ports);
const tookS = (performance.now() - began) / 1000;
if (transitions.length < JOBS) throw new Error(`only ${transitions.length} changes`);
report([
  {
    row: 'A replay of 1,000 daily jobs over 90 days, once they are listed',
    measured: `${tookS.toFixed(1)} s, ${transitions.length} changes of state`,
    goal: `at most ${GOAL_S} s`,
    met: tookS <= GOAL_S,
  },
]);
