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
  readonly keys: readonly string[] | null;
  /** Where it was read from, when that is another source than this document's; else null. */
  readonly otherSource: string | null;
}

/**
 * Logs a document that leaves out at least 3 and more than 20% of the jobs of the last good one without saying so:
 * half an upload can be valid YAML.
 */
export function checkDroppedJobs(
  keys: ReadonlySet<string>,
  previous: PreviousDocument,
  removes: number,
  offset: number,
  context: ReadingContext,
): void {
  if (previous.keys === null) return;
  const before = new Set(previous.keys);
  const dropped = [...before].filter((key) => !keys.has(key));
  if (dropped.length < LEAST_DROPPED || dropped.length <= before.size * DROPPED_SHARE || removes === dropped.length)
    return;
  const named = dropped.slice(0, 5).join(', ') + (dropped.length > 5 ? ' ...' : '');
  const said = removes === 0 ? '' : `, and says removes: ${removes}`;
  const elsewhere =
    previous.otherSource === null
      ? ''
      : `; the last good document came from ${previous.otherSource}, so perhaps another --state folder is meant`;
  const message = `the document leaves out ${dropped.length} of ${before.size} jobs (${named})${said}; put them back, or add the line removes: ${dropped.length}${elsewhere}`;
  context.log.error('JOBS_DROPPED', offset, 'jobs', message);
}
