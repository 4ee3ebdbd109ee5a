import { chooseListing, type ListingMode } from '../../core/evidence/choose-listing.ts';
import { ageLimits } from '../../core/hours/age-limits.ts';
import { expectedBefore } from '../../core/hours/expected-times.ts';
import { type Instant, SECOND_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import { ruleMark } from '../../core/planning/rule-mark.ts';

/**
 * How to look at a job's place this time (docs/design/evidence.md#listing). What another rule found of its backups says
 * nothing any more: they are judged again, and all of them.
 */
export function lookMode(job: Job, row: JobRow, now: Instant): ListingMode {
  const isOfOtherRule = row.nextLook !== null && row.nextLook.mark !== ruleMark(job);
  return isOfOtherRule && !job.isMirror ? 'whole' : chooseListing(job, row, now, isOverdue(job, row, now));
}

/** True when a run should have landed by now, even if its allowance is still running. */
function isOverdue(job: Job, row: JobRow, now: Instant): boolean {
  const latest = row.latest?.ts;
  if (latest === undefined) return true;
  const { schedule, timezone } = job.rule;
  if (schedule.kind !== 'calendar') return now > ageLimits(schedule, timezone, latest).dueAt;
  const [due] = expectedBefore(schedule.times, timezone, now, 1);
  return due !== undefined && latest < due - schedule.earlyS * SECOND_MS;
}
