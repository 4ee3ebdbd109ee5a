import { HOUR_MS } from '../lib/core/instant.ts';
import { Checking } from './checking.ts';
import { jobId } from './invented-rules.ts';
import { InventedS3 } from './invented-s3-process.ts';
import { type Measurement, report, whole } from './measurement.ts';

/** LIST requests where places lie together: many jobs in one bucket, many hosts below one prefix, hours in names. Counted. */
const PAGE_KEYS = 1_000;
const HOURS_A_DAY = 24;
const FIRST = Date.parse('2026-11-20T09:00:00Z');

const server = await InventedS3.start();
try {
  report([await jobsRow(1_000, 30), await hostsRow(200, 365), await membersRow(200, 365), await hoursRow()]);
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

/** The same hosts as members: each is judged by itself, so each check needs the newest keys of all of them. */
async function membersRow(hosts: number, keys: number): Promise<Measurement> {
  const { first, later } = await checksOf(
    `  hosts: { backup: "s3://folders-${hosts}-${keys}-86400/{each}/", rule: "every 24 hours, allow 26" }`,
    3,
  );
  return {
    row: `LIST requests of a check of ${hosts} hosts as members of one job with ${whole(hosts * keys)} keys`,
    measured: `**${Math.max(...later)}**, one listing of all; first check ${first}; ${hosts} from the newest key of each`,
    goal: 'at most 3 after the first',
    met: Math.max(...later) <= 3,
  };
}

/** LIST requests of the first check of a document, and of those each hour after it. */
async function checksOf(
  jobs: string,
  hours = 6,
): Promise<{ readonly first: number; readonly later: readonly number[] }> {
  const rules = `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: dana@acme.example } }\njobs:\n${jobs}\n`;
  const checking = await Checking.open(rules, server.environment);
  try {
    const lists: number[] = [];
    for (let hour = 0; hour <= hours; hour += 1) {
      await server.writeUntil(FIRST + hour * HOUR_MS);
      const { pass, lists: count } = await checking.pass(FIRST + hour * HOUR_MS);
      if (pass.transitions.length > 0) throw new Error('a healthy job was raised');
      lists.push(count);
    }
    const [first = 0, ...later] = lists;
    return { first, later };
  } finally {
    await checking.close();
  }
}
