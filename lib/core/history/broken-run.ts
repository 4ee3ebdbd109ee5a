import { HEARTBEAT_PLACE } from '../evidence/heartbeat-place.ts';
import type { Instant } from '../instant.ts';
import type { Found } from '../model/job-row.ts';

/** A run that failed by its own word, or began and never finished. */
export interface BrokenRun {
  readonly kind: 'failed' | 'never-finished';
  /** When it failed, or began. */
  readonly at: Instant;
  /** Its file, folder or report. */
  readonly location: string;
  readonly error: string | null;
}

/** The run that broke a job, where the newest finding is about one that is seen in its place; a ping is listed as itself. */
export function brokenRunOf(found: Found | null): BrokenRun | null {
  const reason = found?.verdict.tests.finished?.data;
  if (reason?.kind !== 'failed' && reason?.kind !== 'never-finished') return null;
  const { kind, location } = reason;
  if (location === HEARTBEAT_PLACE) return null;
  const [at, error] = kind === 'failed' ? [reason.ts, reason.error] : [reason.since, null];
  return { kind, at, location, error };
}
