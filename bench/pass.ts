import { isDeepStrictEqual } from 'node:util';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { HOUR_MS } from '../lib/core/instant.ts';
import type { JobRow } from '../lib/core/model/job-row.ts';
import { Checking } from './checking.ts';
import { inventedRules } from './invented-rules.ts';
import { InventedS3 } from './invented-s3-process.ts';
import { type Measurement, median, report, spread, whole } from './measurement.ts';

/**
 * A full pass over 1,000 healthy jobs in which nothing changed since the pass before, as most are, against the cheapest
 * way that is known to see the same: one listing of the bucket, page by page, with the same client, and nothing done with the
 * answers. One after the other in each round, so that what else the machine does hits both.
 */
const JOBS = 1_000;
const ROUNDS = 13;
/** Nothing lands while it is measured. */
const RULE = 'every 24 hours, allow up to 48; expect at least 100 MB; flag if it shrinks more than 50%';
const GOAL = 1.25;
// All rounds are within one day of the document's zone: the first pass of a day notes the day before in every row.
const FIRST = Date.parse('2026-11-20T01:00:00Z');

const server = await InventedS3.start();
try {
  // A backup a day: a month of them is kept, or only three.
  report([await ratioOver(30), { ...(await ratioOver(3)), goal: 'shown beside the other', met: null }]);
} finally {
  await server.stop();
}

async function ratioOver(keys: number): Promise<Measurement> {
  const bucket = `folders-${JOBS}-${keys}-86400`;
  const pages = (JOBS * keys) / 1_000;
  await server.writeUntil(FIRST);
  const checking = await Checking.open(
    inventedRules(JOBS, bucket, () => RULE),
    server.environment,
  );
  try {
    await checking.pass(FIRST);
    const passes: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const now = FIRST + (round + 1) * (HOUR_MS / 2);
      const { pass, lists, tookMs } = await checking.pass(now);
      const changed = pass.checked.filter(({ before, row }) => isOtherwise(before, row) || row.state !== 'green');
      if (changed.length > 0 || lists !== pages)
        throw new Error(`not steady: ${changed.length} changes, ${lists} lists`);
      const bareMs = await listAll(checking, bucket);
      // The first round is for the compiler.
      if (round > 0) passes.push(tookMs) && bare.push(bareMs);
    }
    const ratios = passes.map((ms, index) => ms / (bare[index] ?? ms));
    const ratio = median(ratios);
    return {
      row: `A pass over 1,000 jobs where nothing changed (${keys} backups each), as a ratio to one bare listing of their bucket`,
      measured: `${ratio.toFixed(2)}, half of the rounds ${spread(ratios)} (${whole(median(passes))} ms to ${whole(median(bare))} ms; ${pages} requests each)`,
      goal: `at most ${GOAL}`,
      met: ratio <= GOAL,
    };
  } finally {
    await checking.close();
  }
}

/** Beside the look that is planned next, which moves with each look at a job that is not due, and the version of the write. */
function isOtherwise(before: JobRow, row: JobRow): boolean {
  const rest = ({ nextLook: _look, version: _version, ...kept }: JobRow) => kept;
  return !isDeepStrictEqual(rest(before), rest(row));
}

async function listAll({ client }: Checking, bucket: string): Promise<number> {
  const begun = performance.now();
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, EncodingType: 'url', ContinuationToken: token }),
    );
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return performance.now() - begun;
}
