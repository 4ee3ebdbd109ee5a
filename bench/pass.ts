import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { inParallel } from '../lib/core/in-parallel.ts';
import { HOUR_MS } from '../lib/core/instant.ts';
import { Checking } from './checking.ts';
import { dailyRule, inventedRules, jobId } from './invented-rules.ts';
import { InventedS3 } from './invented-s3-process.ts';
import { type Measurement, median, report, whole } from './measurement.ts';

/**
 * A full pass over 1,000 healthy jobs in which nothing changed since the pass before, as most are, against a bare loop
 * that makes the same LIST requests with the same client and does nothing with the answers. One after the other in
 * each round, so that what else the machine does hits both.
 */
const JOBS = 1_000;
const LANES = 32;
const ROUNDS = 13;
const GOAL = 1.25;
// All rounds are within one day of the document's zone: the first pass of a day notes the day before in every row.
const FIRST = Date.parse('2026-11-20T01:00:00Z');

const server = await InventedS3.start();
try {
  // A backup a day: a month of them is kept, or only three.
  report([await ratioOver('sorted-30-86400', '30 backups each'), await ratioOver('sorted-3-86400', '3 backups each')]);
} finally {
  await server.stop();
}

async function ratioOver(bucket: string, what: string): Promise<Measurement> {
  await server.writeUntil(FIRST);
  const checking = await Checking.open(inventedRules(JOBS, bucket, dailyRule), server.environment);
  try {
    await checking.pass(FIRST);
    const passes: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const now = FIRST + (round + 1) * (HOUR_MS / 2);
      const { pass, lists, tookMs } = await checking.pass(now);
      const changed = pass.checked.filter(({ before, row }) => before.version !== row.version || row.state !== 'green');
      if (changed.length > 0 || lists !== JOBS)
        throw new Error(`not steady: ${changed.length} changes, ${lists} lists`);
      const bareMs = await listAll(checking, bucket);
      // The first round is for the compiler.
      if (round > 0) passes.push(tookMs) && bare.push(bareMs);
    }
    const ratio = median(passes.map((ms, index) => ms / (bare[index] ?? ms)));
    return {
      row: `A pass over 1,000 jobs where nothing changed (${what}), as a ratio to its bare LIST requests`,
      measured: `${ratio.toFixed(2)} (${whole(median(passes))} ms to ${whole(median(bare))} ms)`,
      goal: `at most ${GOAL}`,
      met: ratio <= GOAL,
    };
  } finally {
    await checking.close();
  }
}

async function listAll({ client }: Checking, bucket: string): Promise<number> {
  const begun = performance.now();
  await inParallel(
    Array.from({ length: JOBS }, (_, index) => index),
    LANES,
    (index) =>
      client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${jobId(index)}/`, EncodingType: 'url' })),
  );
  return performance.now() - begun;
}
