import type { Job } from '../../core/model/job.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';

const MAX_JOBS = 5_000;
const MAX_JOBS_WITH_NODES = 100_000;
/** Fewer jobs than this may always be left out. */
const LEAST_DROPPED = 3;
const DROPPED_SHARE = 0.2;

/** Logs a document with more jobs than one sentinel checks. */
export function checkJobCount(keys: number, jobs: readonly Job[], offset: number, context: ReadingContext): void {
  const said = (count: number, most: number, what: string) =>
    `the document has ${count.toLocaleString('en-US')} ${what}, more than ${most.toLocaleString('en-US')}; split it between two sentinels`;
  if (keys > MAX_JOBS) context.log.error('TOO_MANY_JOBS', offset, 'jobs', said(keys, MAX_JOBS, 'jobs'));
  else if (jobs.length > MAX_JOBS_WITH_NODES) {
    context.log.error('TOO_MANY_JOBS', offset, 'jobs', said(jobs.length, MAX_JOBS_WITH_NODES, 'jobs with their nodes'));
  }
}

/** What is known of the last good document. */
export interface PreviousDocument {
  /** Keys under `jobs`, nodes not counted. */
  readonly jobKeys: readonly string[];
  /** Where it was read from. */
  readonly source?: string;
  /** Its own `removes:`, which is spent. */
  readonly removes?: number;
}

/** How many jobs a document that says `removes` may leave out: what the last good one said already is spent. */
export function unspentRemoves(removes: number, previous: PreviousDocument): number {
  return removes === previous.removes ? 0 : removes;
}

/**
 * Logs a document that leaves out at least 3 and more than 20% of the jobs of the last good one without saying so:
 * half an upload can be valid YAML.
 */
export function checkDroppedJobs(
  keys: ReadonlySet<string>,
  previous: PreviousDocument,
  removes: number,
  source: string,
  offset: number,
  context: ReadingContext,
): void {
  const before = new Set(previous.jobKeys);
  const dropped = [...before].filter((key) => !keys.has(key));
  if (dropped.length < LEAST_DROPPED || dropped.length <= before.size * DROPPED_SHARE) return;
  const unspent = unspentRemoves(removes, previous);
  if (unspent === dropped.length) return;
  const named = dropped.slice(0, 5).join(', ') + (dropped.length > 5 ? ' ...' : '');
  const isSpent = removes === dropped.length;
  const said = isSpent
    ? `, and its removes: ${removes} was spent by the last good document`
    : removes === 0
      ? ''
      : `, and says removes: ${removes}`;
  const remedy = isSpent
    ? 'put them back and take that line out; once this is accepted, leave them out with the line again'
    : `put them back, or add the line removes: ${dropped.length}`;
  const elsewhere =
    previous.source === undefined || previous.source === source
      ? ''
      : `; the last good document came from ${previous.source}, so perhaps another --state folder is meant`;
  const message = `the document leaves out ${dropped.length} of ${before.size} jobs (${named})${said}; ${remedy}${elsewhere}`;
  context.log.error('JOBS_DROPPED', offset, 'jobs', message);
}
