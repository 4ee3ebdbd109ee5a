import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../lib/adapters/embedded/store.ts';
import { readRecord } from '../lib/app/record/read-record.ts';
import { recorded } from '../lib/app/record/recorded.ts';
import { type JobRow, newRow } from '../lib/core/model/job-row.ts';
import { RECORD_FORMATS } from '../lib/core/record/record-format.ts';
import { makeYear, YEAR_BEGINS } from '../test/app/record/made-year.ts';
import { type Measurement, report, whole } from './measurement.ts';

/**
 * What the chain costs a check that finds nothing new, and what a year's record costs: one made year is given for each of
 * many jobs, so that what is measured is the record and not the store.
 */
const JOBS = 1_000;
const CHECKS = 1_000_000;
const UNTIL = YEAR_BEGINS + 365 * 86_400_000;

const folder = await mkdtemp(join(tmpdir(), 'sentinel-record-'));
const stores = await openEmbeddedStore(folder, { now: () => UNTIL });
await makeYear('orders', stores);
const [log, proofLog] = [await stores.record.read('orders'), await stores.record.read('orders#proof')];
const row = (await stores.state.read(['orders'])).rows.get('orders') ?? newRow('orders');
await stores.close();

const few = await yearOf(JOBS / 10);
const many = await yearOf(JOBS);
const measurements: Measurement[] = [
  {
    row: 'The chain in a check that finds nothing new: processor time',
    measured: `${whole(await quietCheckNs())} ns, and no request more`,
    goal: 'shown beside the decisions',
    met: null,
  },
  {
    row: `A year's record of ${whole(JOBS)} jobs as HTML, 12 breaks and 12 proofs each: processor time, store not counted`,
    measured: `${many.seconds.toFixed(1)} s for ${(many.bytes / 1e6).toFixed(1)} MB`,
    goal: 'shown beside its memory',
    met: null,
  },
  {
    row: `The same: memory at its peak, as a ratio to ${whole(JOBS / 10)} jobs`,
    measured: `${(many.peak / few.peak).toFixed(2)} (${whole(many.peak / 1e6)} MB to ${whole(few.peak / 1e6)} MB)`,
    goal: 'at most 1.50',
    met: many.peak / few.peak <= 1.5,
  },
];
report(measurements);

async function quietCheckNs(): Promise<number> {
  const begun = process.cpuUsage();
  for (let index = 0; index < CHECKS; index += 1) recorded(row, { row, transition: null, audit: [] });
  const { user, system } = process.cpuUsage(begun);
  return ((user + system) * 1000) / CHECKS;
}

async function yearOf(jobs: number): Promise<{ seconds: number; bytes: number; peak: number }> {
  const ids = Array.from({ length: jobs }, (_, index) => `job-${index}`);
  const rowsOf = (of: readonly string[]) => ({
    rows: new Map<string, JobRow>(of.map((id) => [id, row])),
    unusable: [],
  });
  const ports = {
    store: { read: async (of: readonly string[]) => rowsOf(of), readAll: async () => rowsOf(ids) },
    // A copy, as a store gives one.
    record: {
      read: async (id: string) => structuredClone(id.endsWith('#proof') ? proofLog : log),
      rulesNotes: async () => [],
    },
  };
  const about = { from: YEAR_BEGINS, until: UNTIL, madeAt: UNTIL, source: 'rules.yaml', timezone: 'UTC', head: null };
  const writer = RECORD_FORMATS.html.writer(about);
  const begun = process.cpuUsage();
  let bytes = writer.begin().length;
  let peak = 0;
  for await (const each of readRecord([], null, about, ports)) {
    bytes += writer.job(each).length;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  bytes += writer.end().length;
  const { user, system } = process.cpuUsage(begun);
  return { seconds: (user + system) / 1e6, bytes, peak };
}
