import { type Instant, MINUTE_MS, SECOND_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';

/** How often `watch` looks whether a job is due. */
export const TICK_MS = MINUTE_MS;

/**
 * The jobs that are due at a tick: those whose period has begun since the tick before (docs/rules.md). At the first
 * tick, with `previous` null, every job is.
 */
export function dueJobs(jobs: readonly Job[], previous: Instant | null, now: Instant): Job[] {
  if (previous === null) return [...jobs];
  return jobs.filter((job) => {
    const periodMs = job.checkEveryS * SECOND_MS;
    return Math.floor(now / periodMs) !== Math.floor(previous / periodMs);
  });
}

/** When the next tick begins: whole minutes, so that the jobs' periods begin on one. */
export function nextTick(now: Instant): Instant {
  return (Math.floor(now / TICK_MS) + 1) * TICK_MS;
}
