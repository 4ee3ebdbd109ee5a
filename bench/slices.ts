import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableDefinitions, tableNames } from '../lib/adapters/dynamodb/tables.ts';
import { DAY_MS } from '../lib/core/instant.ts';
import { startDynamoDbLocal } from '../test/e2e/aws-servers.ts';
import { costItems } from './cost-prices.ts';
import { jobId } from './invented-rules.ts';
import { InventedS3, type ServerEnvironment } from './invented-s3-process.ts';
import { type Measurement, median, report, whole } from './measurement.ts';
import type { Done, Work } from './slice-function.ts';

/**
 * Passes by slices over jobs of 20 nodes each, all due, against the invented S3 and Amazon's DynamoDB Local: the first one,
 * which stores every row, and one a day later. Instances of the checker are processes; SLICES_JOBS says how many jobs with
 * nodes, 5,000 of which are 100,000.
 */
const NODES = 20;
const JOBS = Number(process.env.SLICES_JOBS ?? 2_000);
const KEYS = 30;
const INSTANCES = 2;
const FIRST = Date.parse('2026-11-20T09:00:00Z');
const DAYS_A_MONTH = 30;
const TICKS_A_MONTH = 24 * DAYS_A_MONTH;
/** What a function of a large document has. */
const MEMORY_MB = 512;
/** Of a processor it has that share. */
const SLOWER = 1_769 / MEMORY_MB;
/** Lambda gives V8 such parts of the memory. */
const HEAP = [
  `--max-old-space-size=${Math.floor(0.9 * MEMORY_MB)}`,
  `--max-semi-space-size=${Math.floor(0.05 * MEMORY_MB)}`,
];

interface Pass {
  readonly tick: Done;
  readonly slices: readonly Done[];
  readonly wallMs: number;
}

const folder = await mkdtemp(join(tmpdir(), 'sentinel-bench-'));
const dynamo = await startDynamoDbLocal();
const s3 = await InventedS3.start();
const started: ChildProcess[] = [];
try {
  const rules = join(folder, 'rules.yaml');
  await writeFile(rules, rulesOf(JOBS / NODES));
  await createTables(dynamo.endpoint, { ...s3.environment, AWS_ENDPOINT_URL: '' });
  const env = { ...process.env, ...s3.environment };
  for (let index = 0; index < INSTANCES; index += 1) {
    const program = fileURLToPath(new URL('slice-function.js', import.meta.url));
    started.push(fork(program, [rules, 'bk', dynamo.endpoint], { env, execArgv: HEAP }));
  }
  await s3.writeUntil(FIRST);
  const first = await passAt(FIRST, started);
  await s3.writeUntil(FIRST + DAY_MS);
  const later = await passAt(FIRST + DAY_MS, started);
  report([
    passRow('the first pass', first),
    passRow('a pass a day later', later),
    memoryRow([first, later]),
    monthRow(later),
  ]);
} finally {
  for (const instance of started) {
    if (instance.exitCode !== null || instance.signalCode !== null) continue;
    const ended = once(instance, 'exit');
    instance.kill();
    await ended;
  }
  await Promise.all([s3.stop(), dynamo.stop()]);
  await rm(folder, { recursive: true, force: true });
}

/** `jobs` of 20 nodes, each node with a folder of its own. */
function rulesOf(jobs: number): string {
  const lines = Array.from({ length: jobs }, (_, job) => {
    const nodes = Array.from({ length: NODES }, (_, node) => jobId(job * NODES + node));
    const place = `s3://folders-${JOBS}-${KEYS}-86400/{node}/`;
    return `  c${job}: {backup: "${place}",nodes: [${nodes.join(',')}]}`;
  });
  const settings = 'settings: { timezone: UTC, admin: sam, rule: "every 24 hours, allow 26" }';
  const people = 'people: { sam: { email: sam@acme.example } }';
  return ['version: 1', settings, people, 'jobs:', ...lines, ''].join('\n');
}

async function createTables(endpoint: string, env: ServerEnvironment): Promise<void> {
  Object.assign(process.env, env);
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1' });
  for (const table of tableDefinitions(tableNames('bk'))) await client.send(new CreateTableCommand(table));
  client.destroy();
}

/** One tick, and its slices by as many instances as there are; each takes the next one when it is done. */
async function passAt(now: number, instances: readonly ChildProcess[]): Promise<Pass> {
  const begun = performance.now();
  const [first] = instances;
  if (first === undefined) throw new Error('there is no instance');
  const tick = await invoke(first, { now, slice: null });
  const waiting = [...tick.slices];
  const slices: Done[] = [];
  const serve = async (instance: ChildProcess): Promise<void> => {
    for (let slice = waiting.shift(); slice !== undefined; slice = waiting.shift()) {
      slices.push(await invoke(instance, { now, slice }));
    }
  };
  await Promise.all(instances.map(serve));
  const notGreen = slices.reduce((sum, done) => sum + done.notGreen, 0);
  const finished = slices.filter(({ isFinished }) => isFinished).length;
  if (notGreen > 0 || finished !== 1) throw new Error(`not a whole pass: ${notGreen} not green, ${finished} finished`);
  return { tick, slices, wallMs: performance.now() - begun };
}

async function invoke(instance: ChildProcess, work: Work): Promise<Done> {
  instance.send(work);
  const ended = once(instance, 'exit').then(() => Promise.reject(new Error('an instance ended; it said why')));
  const [done] = (await Promise.race([once(instance, 'message'), ended])) as [Done];
  return done;
}

function sum({ tick, slices }: Pass, pick: (done: Done) => number): number {
  return [tick, ...slices].reduce((total, done) => total + pick(done), 0);
}

function passRow(which: string, pass: Pass): Measurement {
  const { tick, slices, wallMs } = pass;
  const lists = sum(pass, ({ lists: count }) => count);
  const fewest = (JOBS * KEYS) / 1_000;
  return {
    row: `${whole(JOBS)} jobs by slices of 500, all due: ${which}`,
    measured:
      `**${whole(lists)} LISTs**, ${whole(sum(pass, (done) => done.dynamoRequests))} requests of DynamoDB, ` +
      `${whole(slices.length)} slices of ${whole(median(slices.map(({ tookMs }) => tookMs)))} ms each (processor ${whole(median(slices.map(({ cpuMs }) => cpuMs)))} ms; ` +
      `${whole(median(slices.map(({ readingMs }) => readingMs)))} ms of it reading the document), the tick ${whole(tick.tookMs)} ms; ` +
      `${(wallMs / 1_000).toFixed(0)} s by ${INSTANCES} instances on this machine`,
    goal: `at most ${whole(Math.ceil(fewest * 1.1))} LISTs, a tenth more than the bucket by itself`,
    met: lists <= Math.ceil(fewest * 1.1),
  };
}

function memoryRow(passes: readonly Pass[]): Measurement {
  const peak = Math.max(...passes.flatMap(({ tick, slices }) => [tick, ...slices].map(({ peakMb }) => peakMb)));
  return {
    row: `${whole(JOBS)} jobs by slices: peak memory of an instance`,
    measured: `${whole(peak)} MB`,
    goal: `at most ${MEMORY_MB} MB, what the function has`,
    met: peak <= MEMORY_MB,
  };
}

/** Each daily job is looked at once a day: what a pass over all of them takes, 30 times, and a tick each hour. */
function monthRow(pass: Pass): Measurement {
  const { tick, slices } = pass;
  const invocations = slices.length * DAYS_A_MONTH + TICKS_A_MONTH;
  const cpuMs = slices.reduce((total, done) => total + done.cpuMs, 0) * DAYS_A_MONTH + tick.cpuMs * TICKS_A_MONTH;
  const items = costItems({
    ...{ s3Gets: 0, dynamoGb: 0, schedules: 0, alarmMetrics: 0, metrics: 0, logGb: 0 },
    s3Lists: sum(pass, ({ lists }) => lists) * DAYS_A_MONTH,
    dynamoReadUnits: sum(pass, (done) => done.dynamoReadUnits) * DAYS_A_MONTH,
    dynamoWriteUnits: sum(pass, (done) => done.dynamoWriteUnits) * DAYS_A_MONTH,
    events: TICKS_A_MONTH,
    // Sent, received and deleted.
    sqsRequests: 3 * slices.length * DAYS_A_MONTH,
    invocations,
    gbSeconds: ((cpuMs * SLOWER) / 1_000) * (MEMORY_MB / 1_024),
  });
  const dollars = items.reduce((total, item) => total + item.whole, 0);
  const bill = items.filter(({ amount }) => amount > 0).map(({ name, whole: part }) => `${name} $${part.toFixed(2)}`);
  const goal = (40 * JOBS) / 100_000;
  return {
    row: `A month of ${whole(JOBS)} daily jobs by slices, hourly ticks, by what that pass took`,
    measured: `**$${dollars.toFixed(2)}**, every allowance used up: ${bill.join('; ')}`,
    goal: `at most $${goal.toFixed(2)}`,
    met: dollars <= goal,
  };
}
