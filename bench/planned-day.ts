import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublicHolidays } from '../lib/adapters/date-holidays/public-holidays.ts';
import { rowAttributes } from '../lib/adapters/dynamodb/row-attributes.ts';
import { openEmbeddedStore } from '../lib/adapters/embedded/store.ts';
import { FileRules } from '../lib/adapters/file/rules.ts';
import { check } from '../lib/app/check/check.ts';
import { runScheduledPass, type ScheduledPorts } from '../lib/app/check/scheduled-pass.ts';
import { loadRules } from '../lib/app/rules/load-rules.ts';
import { DAY_MS, HOUR_MS, HOUR_S, MINUTE_MS } from '../lib/core/instant.ts';
import type { StateStore } from '../lib/ports/state-store.ts';
import { costItems } from './cost-prices.ts';
import { InventedBackups } from './invented-backups.ts';
import { type Measurement, report, whole } from './measurement.ts';

/**
 * A day of hourly ticks over healthy daily jobs in one bucket, as the schedule makes them: LIST requests, rows that are read
 * and written, and processor time; and from these what a month costs, by the prices of cost-prices.ts. The evidence
 * is invented in this process, so that a request costs nothing here: it is counted.
 */
const BEGIN = Date.parse('2026-11-20T00:00:00Z');
const KEPT = 30;
const JOBS = 1_000;
const DAYS_A_MONTH = 30;
const TICKS = 24;
/** A function of 256 MB has that share of a processor; what is waited for one round of 32 requests. */
const SLOWER = 1_769 / 256;
const MEMORY_GB = 0.25;
const ROUND_S = 0.04;
const LANES = 32;
const START_ROUNDS = 12;
/** Bytes of an entry of the index, and what an answer of one unit holds, read a moment old. */
const ENTRY_BYTES = 170;
const EVENTUAL_BYTES = 8_192;

const NOTHING = {
  s3Gets: 0,
  dynamoGb: 0,
  sqsRequests: 0,
  schedules: 0,
  alarmMetrics: 0,
  metrics: 0,
  logGb: 0,
} as const;

interface Day {
  readonly lists: number;
  readonly looks: number;
  readonly reads: number;
  readonly writes: number;
  readonly cpuMs: number;
  /** Processor time of a tick that looks at every job. */
  readonly allMs: number;
}

const night = await dayOf(JOBS, 2 * HOUR_MS, 2 * HOUR_MS);
const spread = await dayOf(JOBS, 0, DAY_MS);
report([
  listsRow('landing within two hours of the night', night, 150),
  listsRow('landing spread over the day', spread, 1_500),
  cpuRow(JOBS, spread),
  cpuRow(5_000, await dayOf(5_000, 0, DAY_MS)),
  costRow(200, spread, 0.1),
  costRow(5_000, spread, 2),
  costRow(100_000, spread, 40),
]);

/** `jobs` whose backups land daily between `from` and `from + within`. */
async function dayOf(jobs: number, from: number, within: number): Promise<Day> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-bench-'));
  const embedded = await openEmbeddedStore(folder);
  try {
    const backups = new InventedBackups(jobs, KEPT, from, within);
    await writeFile(join(folder, 'rules.yaml'), rulesOf(backups));
    const rules = new FileRules(join(folder, 'rules.yaml'), join(folder, 'rules.last-good.json'));
    const units = { reads: 0, writes: 0 };
    const ports: ScheduledPorts = {
      ...embedded,
      store: counted(embedded.state, units),
      audit: embedded.audit,
      sourceOf: async () => backups,
      sink: { publish: async (transitions) => new Set(transitions.map(({ eventId }) => eventId)) },
      rules,
      holidays: new PublicHolidays(),
      pruning: null,
      elapsedMs: () => performance.now(),
      announcements: { announce: async () => true },
      watchdog: { reportAlive: async () => null },
      slices: null,
    };
    const tick = async (now: number): Promise<number> => {
      backups.now = now;
      const scheduled = { scheduledAt: now, now, tickS: HOUR_S, time: null };
      const pass = await runScheduledPass(await loadRules(rules, now), ports, scheduled);
      if (pass.kind !== 'checked' || !pass.isComplete || pass.pass.transitions.length > 0)
        throw new Error(`a healthy day was not: ${pass.kind}`);
      return pass.due;
    };
    // Two days until every job is looked at when its run has landed.
    for (let hour = 0; hour < 2 * TICKS; hour += 1) await tick(BEGIN + hour * HOUR_MS);
    const before = { ...units, lists: backups.requests.list, cpu: process.cpuUsage() };
    let looks = 0;
    for (let hour = 2 * TICKS; hour < 3 * TICKS; hour += 1) looks += await tick(BEGIN + hour * HOUR_MS);
    const cpu = process.cpuUsage(before.cpu);
    const day = {
      lists: backups.requests.list - before.lists,
      looks,
      reads: units.reads - before.reads,
      writes: units.writes - before.writes,
      cpuMs: (cpu.user + cpu.system) / 1_000,
    };
    const begun = process.cpuUsage();
    const now = BEGIN + 3 * DAY_MS + MINUTE_MS;
    backups.now = now;
    await check(await loadRules(rules, now), ports, { now, dryRun: false, only: null, isPass: true });
    const all = process.cpuUsage(begun);
    return { ...day, allMs: (all.user + all.system) / 1_000 };
  } finally {
    await embedded.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Half of the rules say at what time, the others how often. */
function rulesOf(backups: InventedBackups): string {
  const lines = backups.jobs.map(({ id, landsMs }, index) => {
    const minute = Math.floor(landsMs / MINUTE_MS);
    const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    const rule = index % 2 === 0 ? `at ${clock}, allow 2 hours` : 'every 24 hours, allow 26';
    return `  ${id}: { backup: "s3://${InventedBackups.BUCKET}/${id}/", rule: "${rule}" }`;
  });
  const head = [
    'version: 1',
    'settings: { timezone: UTC, admin: sam }',
    'people: { sam: { email: sam@acme.example } }',
  ];
  return [...head, 'jobs:', ...lines, ''].join('\n');
}

/** Counts what DynamoDB charges for: each row that is read, each KB that is written, and the entries of the index. */
function counted(store: StateStore, units: { reads: number; writes: number }): StateStore {
  const own = (name: keyof StateStore) => (store[name] as (...args: unknown[]) => unknown).bind(store);
  const all = Object.getOwnPropertyNames(Object.getPrototypeOf(store)) as (keyof StateStore)[];
  return {
    ...(Object.fromEntries(all.map((name) => [name, own(name)])) as unknown as StateStore),
    read: async (ids) => {
      units.reads += new Set(ids).size;
      return store.read(ids);
    },
    readLooks: async (until) => {
      const looks = await store.readLooks(until);
      units.reads += 2.5 + (looks.size * ENTRY_BYTES) / EVENTUAL_BYTES;
      return looks;
    },
    openIds: async () => {
      units.reads += 0.5;
      return store.openIds();
    },
    write: async (before, after, entry) => {
      const bytes = JSON.stringify(rowAttributes(after)).length;
      // The row, and of the index its entry: one that goes and one that comes where its place there is another.
      units.writes += Math.ceil(bytes / 1_024) + (before.nextLook?.at === after.nextLook?.at ? 1 : 2);
      return store.write(before, after, entry);
    },
  };
}

function listsRow(how: string, day: Day, goal: number): Measurement {
  return {
    row: `LIST requests of a healthy day, 1,000 daily jobs in one bucket (30 keys each), ${how}`,
    measured: `**${whole(day.lists)}**, for ${whole(day.looks)} looks; 24,000 with a look at each every hour`,
    goal: `at most ${whole(goal)}`,
    met: day.lists <= goal,
  };
}

function cpuRow(jobs: number, { cpuMs, allMs }: Day): Measurement {
  const ratio = cpuMs / TICKS / allMs;
  return {
    row: `Processor time of a later pass over ${whole(jobs)} jobs, mean of a day, as a ratio to one that looks at all of them, as each did before looks were planned`,
    measured: `${ratio.toFixed(2)} (${whole(cpuMs / TICKS)} ms to ${whole(allMs)} ms)`,
    goal: 'at most 0.33',
    met: ratio <= 1 / 3,
  };
}

/** A month of so many jobs, by what 1,000 take: requests for evidence, state, functions and events. */
function costRow(jobs: number, day: Day, goal: number): Measurement {
  const times = (jobs / JOBS) * DAYS_A_MONTH;
  const ticks = TICKS * DAYS_A_MONTH;
  const invocations = ticks + (jobs > 500 ? (day.looks * times) / 500 : 0);
  const cpuS = (day.cpuMs * times * SLOWER) / 1_000;
  const waitedS = (invocations * START_ROUNDS + (day.lists * times) / LANES) * ROUND_S;
  const items = costItems({
    ...NOTHING,
    s3Lists: day.lists * times,
    dynamoReadUnits: day.reads * times + 2 * ticks,
    dynamoWriteUnits: day.writes * times + 2 * ticks,
    events: ticks,
    invocations,
    gbSeconds: (cpuS + waitedS) * MEMORY_GB,
  });
  const dollars = items.reduce((sum, item) => sum + item.whole, 0);
  const bill = items.filter(({ amount }) => amount > 0).map(({ name, whole: part }) => `${name} $${part.toFixed(3)}`);
  return {
    row: `A month of ${whole(jobs)} daily jobs that land spread over the day, hourly ticks: LIST, DynamoDB, Lambda, events, by the counts of 1,000`,
    measured: `**$${dollars.toFixed(2)}**, every allowance used up: ${bill.join('; ')}`,
    goal: `at most $${goal.toFixed(2)}`,
    met: dollars <= goal,
  };
}
