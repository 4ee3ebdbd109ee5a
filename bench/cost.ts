import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { DAY_MS, HOUR_MS } from '../lib/core/instant.ts';
import { MAX_ALARM_METRICS } from '../lib/stacks/alarms.ts';
import { bundle } from '../lib/stacks/function-bundle.ts';
import { FUNCTION_NAMES, type FunctionName } from '../lib/stacks/names.ts';
import { rulesReaderName } from '../lib/stacks/rules-reader.mjs';
import { CountedAws } from './cost-aws.ts';
import { type CostItem, costItems, type MonthlyUse } from './cost-prices.ts';
import { inventedRules, jobId } from './invented-rules.ts';
import { type Measurement, report, whole } from './measurement.ts';

/**
 * What a month costs on AWS, from the requests of one day: the functions as they are deployed, each invocation in a
 * new process, as nearly all are cold starts there; an hourly tick, a review every 6 hours, one summary. The jobs are
 * healthy, one backup a day each, and each pass looks at those whose verdict can have changed; in the last row at all,
 * since their rules say so.
 */
const SIZES = [
  { jobs: 30, check: '', how: 'looked at when their verdicts can change', goal: { whole: 1.7, fresh: 0.1 } },
  { jobs: 200, check: '', how: 'looked at when their verdicts can change', goal: { whole: 3, fresh: 0.3 } },
  { jobs: 200, check: '; check every 1 hour', how: '`check every hour` in each rule', goal: { whole: 3, fresh: null } },
];
const DAYS_A_MONTH = 30;
/** Lambda asks each queue that feeds it, all the time: here the one of dispatch. */
const POLLS_A_MONTH = 650_000;
/** Ticks, reviews and the summary. */
const SCHEDULES_A_DAY = 24 + 4 + 1;
const MEMORY_GB = 0.25;
/** This many times as long takes what is computed: a function of 256 MB has that share of a processor. */
const SLOWER = 1_769 / 256;
/** What is waited for the network, on the high side: one round of requests side by side, and this many rounds. */
const ROUND_MS = 40;
const LANES = 32;
const OTHER_ROUNDS = 12;
/** A summary and a review read and write a few times. */
const SMALL_ROUNDS = 8;

/** Tomorrow, since a tick cannot lie behind the machine's clock. */
const BEGIN = Math.ceil(Date.now() / DAY_MS) * DAY_MS + 9 * HOUR_MS;

const folder = await mkdtemp(join(tmpdir(), 'sentinel-cost-'));
try {
  await writeFunctions();
  const measurements: Measurement[] = [];
  for (const size of SIZES) measurements.push(await costRow(size));
  report(measurements);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function writeFunctions(): Promise<void> {
  const reader = await rulesReaderName(process.cwd());
  for (const name of FUNCTION_NAMES) {
    await mkdir(join(folder, name));
    const files = await bundle(`lambdas/${name}/handler.ts`, reader, process.cwd());
    for (const { name: file, code } of files) await writeFile(join(folder, name, file), code);
  }
}

async function costRow({ jobs, check, how, goal }: (typeof SIZES)[number]): Promise<Measurement> {
  const counted = await CountedAws.start();
  try {
    const rules = inventedRules(jobs, 'backups', () => `every 24 hours, allow up to 30${check}`);
    counted.aws.buckets.put('rules-bucket', 'rules.yaml', rules, BEGIN - HOUR_MS);
    for (let job = 0; job < jobs; job += 1) for (let days = 3; days > 0; days -= 1) land(counted, job, days);
    await invoke('rules-gate', { kind: 'review' }, counted);
    await tick(BEGIN, counted);
    counted.take();

    let due = 0;
    const invocations: Invocation[] = [];
    for (let hour = 1; hour <= 24; hour += 1) {
      for (let job = hour - 1; job < jobs; job += 24) land(counted, job, 0);
      const ticked = await tick(BEGIN + hour * HOUR_MS, counted);
      invocations.push(ticked);
      due += ticked.due;
      if (hour % 6 === 0) invocations.push(await invoke('rules-gate', { kind: 'review' }, counted));
    }
    invocations.push(await invoke('summary', {}, counted));
    const [least, most] = check === '' ? [jobs, 3 * jobs] : [24 * jobs, 24 * jobs];
    if (due < least || due > most) throw new Error(`${due} checks of ${jobs} jobs were made`);
    return costMeasurement({ jobs, how, goal }, due, monthOf(counted.take(), invocations));
  } finally {
    await counted.stop();
  }
}

/** A backup of the job, this many days before the one that is counted. */
function land(counted: CountedAws, job: number, daysBefore: number): void {
  const at = BEGIN + ((job % 24) + 0.5) * HOUR_MS - daysBefore * DAY_MS;
  const key = `${jobId(job)}/${new Date(at).toISOString()}.dump`;
  counted.aws.buckets.put('backups', key, 'a backup '.repeat(20), at);
}

interface Invocation {
  /** Jobs that were checked. */
  readonly due: number;
  readonly durationMs: number;
  readonly logBytes: number;
}

async function tick(at: number, counted: CountedAws): Promise<Invocation> {
  const event = { kind: 'tick', scheduledAt: new Date(at).toISOString() };
  const { logs, computedMs } = await run('checker', event, counted);
  const line = logs.split('\n').find((text) => text.includes('"message":"pass complete"'));
  if (line === undefined) throw new Error(`a pass was not complete: ${logs}`);
  const { due } = JSON.parse(line) as { due: number };
  const waitedMs = (Math.ceil(due / LANES) + OTHER_ROUNDS) * ROUND_MS;
  return { due, durationMs: computedMs * SLOWER + waitedMs, logBytes: Buffer.byteLength(logs) };
}

async function invoke(name: FunctionName, event: object, counted: CountedAws): Promise<Invocation> {
  const { logs, computedMs } = await run(name, event, counted);
  const durationMs = computedMs * SLOWER + SMALL_ROUNDS * ROUND_MS;
  return { due: 0, durationMs, logBytes: Buffer.byteLength(logs) };
}

/** One invocation in a new process: what it logged, and its processor time, start of Node included. */
async function run(
  name: FunctionName,
  event: object,
  counted: CountedAws,
): Promise<{ readonly logs: string; readonly computedMs: number }> {
  const handler = JSON.stringify(pathToFileURL(join(folder, name, 'handler.mjs')));
  const script = `
    const { handler } = await import(${handler});
    await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 60_000 });
    const { user, system } = process.cpuUsage();
    process.stdout.write('\\n' + (user + system));
    process.exit();`;
  const env = { ...counted.environment, NODE_NO_WARNINGS: '1' };
  const args = ['--input-type=module', '-e', script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
  const end = stdout.lastIndexOf('\n');
  return { logs: stdout.slice(0, end) + stderr, computedMs: Number(stdout.slice(end + 1)) / 1_000 };
}

function monthOf(day: ReturnType<CountedAws['take']>, invocations: readonly Invocation[]): MonthlyUse {
  const sum = (pick: (invocation: Invocation) => number) =>
    invocations.reduce((total, invocation) => total + pick(invocation), 0);
  return {
    s3Lists: day.s3Lists * DAYS_A_MONTH,
    s3Gets: day.s3Gets * DAYS_A_MONTH,
    dynamoReadUnits: day.dynamoReadUnits * DAYS_A_MONTH,
    dynamoWriteUnits: day.dynamoWriteUnits * DAYS_A_MONTH,
    dynamoGb: (day.dynamoWrittenBytes * DAYS_A_MONTH) / 1e9,
    events: day.events * DAYS_A_MONTH,
    sqsRequests: day.sqsRequests * DAYS_A_MONTH + POLLS_A_MONTH,
    schedules: SCHEDULES_A_DAY * DAYS_A_MONTH,
    alarmMetrics: MAX_ALARM_METRICS,
    metrics: 1,
    invocations: invocations.length * DAYS_A_MONTH,
    gbSeconds: (sum(({ durationMs }) => durationMs) / 1_000) * MEMORY_GB * DAYS_A_MONTH,
    logGb: (sum(({ logBytes }) => logBytes) * DAYS_A_MONTH) / 1e9,
  };
}

function costMeasurement(
  { jobs, how, goal }: Omit<(typeof SIZES)[number], 'check'>,
  checksADay: number,
  use: MonthlyUse,
): Measurement {
  const items = costItems(use);
  const sum = (pick: (item: CostItem) => number) => items.reduce((total, item) => total + pick(item), 0);
  const all = sum((item) => item.whole);
  const fresh = sum((item) => item.fresh);
  const bill = items
    .filter((item) => item.whole >= 0.00005)
    .map((item) => `${item.name} ${amountOf(item)}: $${item.whole.toFixed(4)}`);
  return {
    row: `A month on AWS, ${jobs} daily jobs, hourly ticks, ${how}: ${whole(checksADay)} checks a day`,
    measured: `**$${all.toFixed(2)}** with every allowance used up, **$${fresh.toFixed(3)}** in an account of its own: ${bill.join('; ')}`,
    goal: `at most $${goal.whole.toFixed(2)}${goal.fresh === null ? '' : ` and $${goal.fresh.toFixed(2)}`}`,
    met: all <= goal.whole && fresh <= (goal.fresh ?? Number.POSITIVE_INFINITY),
  };
}

function amountOf({ amount }: CostItem): string {
  return amount < 10 ? String(Number(amount.toPrecision(2))) : whole(amount);
}
