import { rowAttributes } from '../lib/adapters/dynamodb/row-attributes.ts';
import { storedRow } from '../lib/adapters/dynamodb/stored-row.ts';
import { decide } from '../lib/core/decision/decide.ts';
import type { DecisionInput } from '../lib/core/decision/decision.ts';
import { placeText } from '../lib/core/evidence/place.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/core/instant.ts';
import type { Job } from '../lib/core/model/job.ts';
import { type JobRow, newRow } from '../lib/core/model/job-row.ts';
import type { Run } from '../lib/core/model/run.ts';
import { earliestNotificationOf } from '../lib/core/people/earliest-notification.ts';
import { People } from '../lib/core/people/people.ts';
import { readRulesDocument } from '../lib/rules-doc/read-rules-document.ts';
import { clock, inventedRules } from './invented-rules.ts';
import { type Measurement, median, report, spread, whole } from './measurement.ts';

/**
 * Decisions per second of the core, on one thread. 1,000 jobs are decided as a checker would: all of them at one
 * instant, then all at a later one, over six weeks in which the clocks of most zones jump, from rows as they were
 * stored after the instant before. One job in 20 stops halfway, so that breaks are decided too. The median of the rounds
 * counts, the first of which is for the compiler.
 */
const JOBS = 1_000;
const FIRST = Date.parse('2026-10-10T00:20:00Z');
const INSTANTS = 42;
/** Not a whole day, so that the hours of the day are gone through as well. */
const BETWEEN_MS = 25 * HOUR_MS;
const MAX_RUNS = 30;
const ROUNDS = 9;

const ROWS: readonly { name: string; goal: number; ruleOf: (index: number) => string }[] = [
  {
    name: 'Decisions a second, interval rules (`every 24 hours`)',
    goal: 50_000,
    ruleOf: (index) => `every ${6 + (index % 4) * 6} hours, allow 10% extra; at least 350 MB`,
  },
  {
    name: 'Decisions a second, calendar rules (`at 02:00 on weekdays`), 8 zones',
    goal: 30_000,
    ruleOf: (index) => `at ${clock(index)} on ${DAYS[index % DAYS.length]}, allow 3 hours; at least 350 MB`,
  },
  {
    name: 'Decisions a second, calendar rules by cron, 8 zones',
    goal: 30_000,
    ruleOf: (index) =>
      `cron "${index % 60} ${CRON_HOURS[index % 3]} * * ${index % 2 === 0 ? '1-5' : '*'}", allow 3 hours`,
  },
];
const DAYS = ['weekdays', 'mon, thu', 'sat', 'mon, tue, wed, thu, fri, sat, sun'];
const CRON_HOURS = ['2', '1,13', '*/6'];

const loads = ROWS.map(({ ruleOf }) => decisionsToMake(ruleOf));
const rates: number[][] = ROWS.map(() => []);
// One after the other in each round, so that what else the machine does hits all of them.
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [index, inputs] of loads.entries()) {
    const rate = rateOf(inputs);
    if (round > 0) rates[index]?.push(rate);
  }
}
report(
  ROWS.map(({ name, goal }, index): Measurement => {
    const measured = rates[index] ?? [];
    const rate = median(measured);
    return {
      row: name,
      measured: `${whole(rate)}, half of the rounds ${spread(measured, whole)}`,
      goal: `at least ${whole(goal)}`,
      met: rate >= goal,
    };
  }),
);

/** By processor time, collecting garbage included, so that other programs on the machine do not count. */
function rateOf(inputs: readonly DecisionInput[]): number {
  const begun = process.cpuUsage();
  let decided = 0;
  // What is decided is looked at, so that no compiler can leave it out.
  for (const input of inputs) if (decide(input).row.state !== undefined) decided += 1;
  const { user, system } = process.cpuUsage(begun);
  return (decided * 1e6) / (user + system);
}

function decisionsToMake(ruleOf: (index: number) => string): DecisionInput[] {
  const text = inventedRules(JOBS, 'acme-backups', ruleOf);
  const { document, problems } = readRulesDocument(text, { name: 'rules.yaml', folder: null, now: FIRST });
  if (document === null) throw new Error(`the invented rules doc is bad: ${problems[0]?.message}`);
  const people = new People(document, {});
  const known = document.jobs.map((job, index) => ({ job, runs: runsOf(job, index), row: newRow(job.id) }));
  const inputs: DecisionInput[] = [];
  for (let step = 0; step < INSTANTS; step += 1) {
    const now = FIRST + step * BETWEEN_MS;
    for (const [index, each] of known.entries()) {
      const { job } = each;
      const runs = each.runs
        .filter(({ ts }) => ts <= now)
        .slice(-runsKept(index))
        .reverse();
      const evidence = {
        kind: 'read',
        runs,
        futureDated: null,
        contradiction: null,
        unreadableReport: null,
        partial: false,
        listing: null,
      } as const;
      const earliestNotification = earliestNotificationOf(people, job);
      const place = job.place === null ? 'heartbeat' : placeText(job.place);
      const input: DecisionInput = {
        rule: job.rule,
        place,
        evidence,
        row: each.row,
        now,
        held: false,
        earliestNotification,
      };
      inputs.push(input);
      each.row = asStored(decide(input).row);
    }
  }
  return inputs;
}

/** 3 to 30 runs are there of a job. */
function runsKept(index: number): number {
  return 3 + (index % (MAX_RUNS - 2));
}

/** Everything that lands of a job: a run each 6 hours with a little jitter, from a month before the first instant on. */
function runsOf(job: Job, index: number): Run[] {
  const stops = index % 20 === 7 ? FIRST + (INSTANTS / 2) * BETWEEN_MS : Number.POSITIVE_INFINITY;
  const runs: Run[] = [];
  const end = Math.min(stops, FIRST + INSTANTS * BETWEEN_MS);
  for (let ts = FIRST - 30 * DAY_MS + (index % 360) * MINUTE_MS; ts < end; ts += 6 * HOUR_MS) {
    const at = ts + ((index * 31 + runs.length * 17) % 20) * MINUTE_MS;
    const key = `${job.id}/${new Date(at).toISOString()}.dump`;
    const sizeBytes = 400_000_000 + ((index * 7 + runs.length * 13) % 100) * 100_000;
    runs.push({ ts: at, outcome: 'finished', sizeBytes, location: `s3://acme-backups/${key}`, key, source: 'file' });
  }
  return runs;
}

/** The row as it comes back from the store. */
function asStored(row: JobRow): JobRow {
  const item = { job_id: row.jobId, version: row.version + 1, ...rowAttributes(row), outbox: {} };
  return storedRow.parse(JSON.parse(JSON.stringify(item)));
}
