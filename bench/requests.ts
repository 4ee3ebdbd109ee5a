import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/core/instant.ts';
import { InventedS3 } from './invented-s3-process.ts';
import { type Measurement, report, whole } from './measurement.ts';
import { WatchedJob } from './watched-job.ts';

/**
 * LIST requests of one healthy job that is checked every hour, by how many keys are under its prefix: counted, so that
 * it is the same on every machine. A backup lands every 5 minutes. The server counts too, and both must agree.
 */
const PAGE_KEYS = 1_000;
const STEP_S = 300;
const SORTED = [1_000, 10_000, 100_000, 1_000_000];
const SHUFFLED = [1_000, 10_000, 100_000];
const HOURS_A_DAY = 24;
const RULE = 'every 12 hours, allow up to 14';
const FREQUENT_RULE = 'every 1 hour, allow up to 3 hours';
/** A full listing of more takes too long to make it four times more. */
const MAX_KEYS_OVERDUE = 10_000;
/** Rotating slots are in order just now: the newest is the last one. */
const FIRST =
  Math.ceil(Date.parse('2026-11-20T09:00:00Z') / (10_000 * STEP_S * 1000)) * 10_000 * STEP_S * 1000 - MINUTE_MS;

const server = await InventedS3.start();
try {
  const measurements: Measurement[] = [];
  for (const keys of SORTED) measurements.push(await sortedRow(keys));
  measurements.push(await frequentRow(100_000));
  for (const keys of SHUFFLED) measurements.push(await unsortedRow('shuffled', keys));
  measurements.push(await unsortedRow('rotating', 10_000));
  report(measurements);
} finally {
  await server.stop();
}

/** Keys that sort by their date: what a day costs, and then what a run costs that does not come. */
async function sortedRow(keys: number): Promise<Measurement> {
  const job = await WatchedJob.open(`sorted-${keys}-${STEP_S}`, RULE, server);
  try {
    const first = await job.check(FIRST);
    const later: number[] = [];
    for (let hour = 1; hour < HOURS_A_DAY; hour += 1) later.push(await job.check(FIRST + hour * HOUR_MS));
    const daily = await job.check(FIRST + DAY_MS);
    job.expectQuiet();
    const dayCost = daily + later.reduce((sum, count) => sum + count, 0);
    const overdue = keys > MAX_KEYS_OVERDUE ? '' : await costOfSilence(job);
    const most = Math.max(...later);
    return {
      row: `LIST requests of a check, ${whole(keys)} keys in order of time`,
      measured:
        `**${most}**; first check ${whole(first)}, daily full listing ${whole(daily)}${overdue}; ` +
        `a healthy day ${whole(dayCost)}, against ${whole(listingAll(keys))} by listing it all`,
      goal: 'exactly 1',
      met: most === 1 && Math.min(...later) === 1,
    };
  } finally {
    await job.close();
  }
}

/** A job as frequent as its checks: by what the row remembers, a run is overdue at every one of them. */
async function frequentRow(keys: number): Promise<Measurement> {
  const job = await WatchedJob.open(`sorted-${keys}-${STEP_S}`, FREQUENT_RULE, server);
  try {
    await job.check(FIRST);
    const later: number[] = [];
    for (let hour = 1; hour <= 4; hour += 1) later.push(await job.check(FIRST + hour * HOUR_MS));
    job.expectQuiet();
    return {
      row: `LIST requests of a check, ${whole(keys)} keys in order of time, a job as frequent as its checks`,
      measured: `**${Math.max(...later)}**, against ${keys / PAGE_KEYS} by listing it all`,
      goal: 'exactly 1',
      met: Math.max(...later) === 1,
    };
  } finally {
    await job.close();
  }
}

/** Nothing lands any more: late at first, then beyond what is allowed. Throws when no notification comes, or one too early. */
async function costOfSilence(job: WatchedJob): Promise<string> {
  job.stopsAt = FIRST + DAY_MS;
  const overdue = await job.check(job.stopsAt + 13 * HOUR_MS);
  job.expectQuiet();
  const raising = await job.check(job.stopsAt + 15 * HOUR_MS);
  if (job.transitions !== 1) throw new Error('a run that did not come was not reported');
  const raised = await job.check(job.stopsAt + 16 * HOUR_MS);
  return `, while overdue ${whole(overdue)}, to raise an alarm ${whole(raising)}, later while raised ${whole(raised)}`;
}

/** Keys that do not sort by their date: nothing is saved, and nothing may be missed. */
async function unsortedRow(order: 'shuffled' | 'rotating', keys: number): Promise<Measurement> {
  const job = await WatchedJob.open(`${order}-${keys}-${STEP_S}`, RULE, server);
  try {
    let dayCost = 0;
    await job.check(FIRST);
    // Each check of a long one lists it all, so a few stand for the day.
    const checks = keys > 10_000 ? 1 : HOURS_A_DAY;
    for (let hour = 1; hour <= checks; hour += 1) dayCost += await job.check(FIRST + hour * HOUR_MS);
    const perCheck = dayCost / checks;
    const how = order === 'shuffled' ? 'in no order' : 'in rotation (in order at the first check)';
    return {
      row: `False alarms with ${whole(keys)} keys ${how}`,
      measured: `**${job.transitions}** in ${checks} ${checks === 1 ? 'check' : 'checks'}; ${perCheck.toFixed(1).replace('.0', '')} LIST requests a check, ${whole(listingAll(keys) / HOURS_A_DAY)} by listing it all`,
      goal: '0',
      met: job.transitions === 0,
    };
  } finally {
    await job.close();
  }
}

function listingAll(keys: number): number {
  return (keys / PAGE_KEYS) * HOURS_A_DAY;
}
