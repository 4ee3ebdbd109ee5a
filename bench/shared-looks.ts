import { HOUR_MS } from '../lib/core/instant.ts';
import { Checking, type TimedPass } from './checking.ts';
import { jobId } from './invented-rules.ts';
import { InventedS3 } from './invented-s3-process.ts';
import { type Measurement, report, whole } from './measurement.ts';

/** LIST requests where places lie together: many jobs in one bucket, many hosts below one prefix, hours in names. Counted. */
const PAGE_KEYS = 1_000;
const HOURS_A_DAY = 24;
const HOSTS = 200;
/** Of each host: a year of daily backups. */
const KEYS = 365;
const FIRST = Date.parse('2026-11-20T09:00:00Z');

const server = await InventedS3.start();
try {
  report([
    await jobsRow(1_000, 30),
    await hostsRow(HOSTS, KEYS),
    await membersRow('nightly', 'landing within two hours of the night'),
    await membersRow('folders', 'landing spread over the day'),
    await hoursRow(),
  ]);
} finally {
  await server.stop();
}

/** A daily job whose names hold the hour: as many beginnings of names as hours. */
async function hoursRow(): Promise<Measurement> {
  const { first, later } = await checksOf(
    `  hours: { backup: "s3://folders-1-400-86400/${jobId(0)}/{yyyy}-{MM}-{dd}T{HH}-*.dump", rule: "every 24 hours, allow 26" }`,
  );
  return {
    row: 'LIST requests of a check, a daily job with the hour in its names',
    measured: `**${Math.max(...later)}**; first check ${first}`,
    goal: 'exactly 1',
    met: Math.max(...later) === 1,
  };
}

/** Many jobs with a folder each in one bucket. */
async function jobsRow(jobs: number, keys: number): Promise<Measurement> {
  const bucket = `folders-${jobs}-${keys}-86400`;
  const lines = Array.from(
    { length: jobs },
    (_, index) => `  ${jobId(index)}: { backup: s3://${bucket}/${jobId(index)}/, rule: "every 24 hours, allow 26" }`,
  );
  const { first, later } = await checksOf(lines.join('\n'), 3);
  const goal = (jobs * keys) / PAGE_KEYS;
  return {
    row: `LIST requests of one look at all of ${whole(jobs)} daily jobs in one bucket, ${keys} keys each`,
    measured: `**${Math.max(...later)}**; first look ${first}; ${whole(jobs)} where each job is listed by itself, ${goal} by listing the bucket`,
    goal: `at most ${goal}`,
    met: Math.max(...later) <= goal,
  };
}

/** One job over the folders of many hosts: in order of time within a folder only. */
async function hostsRow(hosts: number, keys: number): Promise<Measurement> {
  const { first, later } = await checksOf(
    `  hosts: { backup: s3://folders-${hosts}-${keys}-86400/, rule: "every 24 hours, allow 26" }`,
    2 * HOURS_A_DAY,
  );
  const dearest = Math.max(...later);
  const usual = later.filter((lists) => lists < dearest);
  return {
    row: `LIST requests of a check, one job over ${hosts} hosts with ${whole(hosts * keys)} keys`,
    measured: `**${Math.max(...usual)}**; first check ${first}, daily full listing ${dearest} (${later.length - usual.length} in two days)`,
    goal: 'at most 3 after the first',
    met: Math.max(...usual) <= 3,
  };
}

/** The same hosts as members, and as jobs of their own: each is judged by itself, at the ticks of the schedule. */
async function membersRow(kind: 'nightly' | 'folders', how: string): Promise<Measurement> {
  const bucket = `${kind}-${HOSTS}-${KEYS}-86400`;
  const jobs = Array.from(
    { length: HOSTS },
    (_, index) => `  ${jobId(index)}: { backup: s3://${bucket}/${jobId(index)}/, rule: "every 24 hours, allow 26" }`,
  );
  const members = await ticksOf(`  hosts: { backup: "s3://${bucket}/{each}/", rule: "every 24 hours, allow 26" }`);
  const separate = await ticksOf(jobs.join('\n'));
  return {
    row: `LIST requests of an hourly tick, ${HOSTS} hosts as members of one job with ${whole(HOSTS * KEYS)} keys, ${how}`,
    measured:
      `**${meanOf(members.later)}** in the mean of two days, ${Math.max(...members.later)} at most, ` +
      `${medianOf(members.later)} in the median; first tick ${members.first}; as ${HOSTS} jobs ` +
      `${meanOf(separate.later)}, ${Math.max(...separate.later)} and ${medianOf(separate.later)}; ` +
      `${meanOf([(HOSTS * KEYS) / PAGE_KEYS / HOURS_A_DAY])} by listing everything once a day, ${whole((HOSTS * KEYS) / PAGE_KEYS)} at each tick`,
    goal: 'at most 3 after the first day',
    met: Math.max(...members.later) <= 3,
  };
}

function meanOf(counts: readonly number[]): string {
  return (counts.reduce((sum, count) => sum + count, 0) / counts.length).toFixed(1);
}

function medianOf(counts: readonly number[]): number {
  return counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
}

/** LIST requests of the first tick, and of each of the second and third day. */
async function ticksOf(jobs: string): Promise<{ readonly first: number; readonly later: readonly number[] }> {
  const [first = 0, ...later] = await countsOf(jobs, 3 * HOURS_A_DAY, (checking, now) => checking.tick(now));
  return { first, later: later.slice(HOURS_A_DAY) };
}

/** LIST requests of the first check of a document, and of those each hour after it. */
async function checksOf(
  jobs: string,
  hours = 6,
): Promise<{ readonly first: number; readonly later: readonly number[] }> {
  const [first = 0, ...later] = await countsOf(jobs, hours, (checking, now) => checking.pass(now));
  return { first, later };
}

async function countsOf(
  jobs: string,
  hours: number,
  check: (checking: Checking, now: number) => Promise<TimedPass>,
): Promise<readonly number[]> {
  const rules = `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: dana@acme.example } }\njobs:\n${jobs}\n`;
  const checking = await Checking.open(rules, server.environment);
  try {
    const lists: number[] = [];
    for (let hour = 0; hour <= hours; hour += 1) {
      await server.writeUntil(FIRST + hour * HOUR_MS);
      const { pass, lists: count } = await check(checking, FIRST + hour * HOUR_MS);
      if (pass.transitions.length > 0) throw new Error('a healthy job was raised');
      lists.push(count);
    }
    return lists;
  } finally {
    await checking.close();
  }
}
