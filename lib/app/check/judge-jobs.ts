import { inParallel } from '../../core/in-parallel.ts';
import type { Job } from '../../core/model/job.ts';
import { type JobRow, newRow } from '../../core/model/job-row.ts';
import { earliestNotificationOf } from '../../core/people/earliest-notification.ts';
import type { People } from '../../core/people/people.ts';
import { proofIdOf } from '../../core/proof/proof-job.ts';
import type { SeenProof } from '../../core/proof/seen-proof.ts';
import { type RowsRead, StateStoreUnavailable } from '../../ports/state-store.ts';
import { type CheckedJob, type CheckJobPorts, type CheckMoment, checkJob } from './check-job.ts';
import { type Flushed, flushEntries, flushRows, type OutboxPorts } from './flush-outbox.ts';
import { type PassTime, TimeIsUp, untilGivenUp } from './pass-time.ts';

/** Jobs looked at side by side (design, *Scale and cost*). */
const CONCURRENCY = 32;

const NOT_REACHED = 'not reached: the time for this pass was over';

export interface JudgeOptions extends CheckMoment {
  readonly dryRun: boolean;
  /** Null where there is no deadline. */
  readonly time: PassTime | null;
  /** Called after each job: how many of how many. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** What was found of some jobs, and what was handed on. */
export interface JudgedJobs {
  /** In the order of the jobs. */
  readonly checked: readonly CheckedJob[];
  /** The jobs that were not begun, or given up, for lack of time; they are unknown. */
  readonly unreached: readonly Job[];
  /** Row by row, what was handed on: before the jobs were looked at, and after. */
  readonly flushed: readonly Flushed[];
}

/**
 * Judges each job on its own, so that the failure of one job never affects another. What is left in the outboxes of `read`,
 * which may hold rows of other jobs as well, goes first. Throws nothing of the store's.
 */
export async function judgeJobs(
  jobs: readonly Job[],
  read: RowsRead,
  people: People,
  ports: CheckJobPorts & OutboxPorts,
  options: JudgeOptions,
): Promise<JudgedJobs> {
  const { dryRun, time } = options;
  const broken = new Map(read.unusable.map(({ jobId, message: text }) => [jobId, text]));
  const flushed = new Map<string, Flushed>();
  const first = dryRun ? [] : await flushRows(read.rows.values(), ports);
  for (const row of first) flushed.set(row.jobId, row);

  const unreached: Job[] = [];
  const proofs = new Map<string, readonly SeenProof[]>();
  const proofsOf = (jobId: string) => proofs.get(jobId) ?? read.rows.get(proofIdOf(jobId))?.proofs ?? [];
  const jobPorts = { ...ports, proofsOf };
  let done = 0;
  const judge = async (job: Job): Promise<CheckedJob> => {
    const stored = read.rows.get(job.id) ?? newRow(job.id);
    const outbox = flushed.get(job.id)?.left ?? stored.outbox;
    // A copy of each of thousands of rows would be held until the pass ends.
    const before = outbox === stored.outbox ? stored : { ...stored, outbox };
    const text = broken.get(job.id);
    if (text !== undefined) return unknownJob(job, before, text);
    if (time?.noMore.aborted) {
      unreached.push(job);
      return unknownJob(job, before, NOT_REACHED);
    }
    try {
      return await untilGivenUp(
        checkJob(job, before, options, earliestNotificationOf(people, job), jobPorts, dryRun),
        time,
      );
    } catch (error) {
      if (error instanceof TimeIsUp) {
        unreached.push(job);
        return unknownJob(job, before, NOT_REACHED);
      }
      // A row that cannot be written now is as it was. Anything else is an internal error, and concerns only this job.
      const { name, message } = error as Error;
      const text = error instanceof StateStoreUnavailable ? message : `internal error: ${name}: ${message}`;
      return unknownJob(job, before, text);
    }
  };
  const results = new Map<Job, CheckedJob>();
  const judgeAll = (wave: readonly Job[]) =>
    inParallel(wave, CONCURRENCY, async (job) => {
      const result = await judge(job);
      if (result.entry) await handOn(result, flushed, ports, time);
      done += 1;
      options.onProgress?.(done, jobs.length);
      results.set(job, result);
      if (job.proofOf !== undefined) proofs.set(job.proofOf.id, result.row.proofs);
    });
  // What the proofs say of its copies is known when a job is judged.
  await judgeAll(jobs.filter(({ proofOf }) => proofOf !== undefined));
  const landed = jobs.filter(({ proofOf }) => proofOf === undefined);
  await judgeAll(ports.listings?.inOrder(landed) ?? landed);
  const checked = jobs.flatMap((job) => results.get(job) ?? []);
  return { checked, unreached, flushed: [...flushed.values()] };
}

/** Hands on what the row's outbox holds, the entry of this check the last. */
async function handOn(
  { job, row }: CheckedJob,
  flushed: Map<string, Flushed>,
  ports: OutboxPorts,
  time: PassTime | null,
): Promise<void> {
  const first = flushed.get(job.id)?.published ?? [];
  try {
    const then = await untilGivenUp(flushEntries(job.id, row.outbox, ports), time);
    flushed.set(job.id, { ...then, published: [...first, ...then.published] });
  } catch (error) {
    if (!(error instanceof TimeIsUp)) throw error;
    flushed.set(job.id, { jobId: job.id, published: first, left: row.outbox, failure: error.message });
  }
}

function unknownJob(job: Job, row: JobRow, unknown: string): CheckedJob {
  return { job, before: row, row, decision: null, unknown, entry: null };
}
