import { hashOf } from '../evidence/content-sum.ts';
import type { Job } from '../model/job.ts';

/** A job is one object for as long as its document is used, over many checks. */
const known = new WeakMap<Job, string>();

/**
 * What stands for a job's rule and place, and all else that its verdict depends on in the rules doc: another one where
 * any of that has changed. Holidays, which a pass adds to the rule, do not count; a member has the mark of its job.
 */
export function ruleMark(job: Job): string {
  const mark = known.get(job) ?? markOf(job);
  known.set(job, mark);
  return mark;
}

function markOf({ member, ...own }: Job): string {
  const { rule, place, isMirror, namesIn, finished, report, heartbeat, checkEveryS, isCheckSaid, each, skips } =
    member?.whole ?? own;
  const watched = [rule, place, isMirror, namesIn, finished, report, heartbeat, checkEveryS, isCheckSaid, each];
  return hashOf(`${JSON.stringify(watched, withoutSkips)} ${skips?.join()}`).toString(36);
}

function withoutSkips(key: string, value: unknown): unknown {
  return key === 'skips' ? undefined : value;
}
