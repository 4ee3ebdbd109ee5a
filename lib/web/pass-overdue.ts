import { HOUR_MS, type Instant, SECOND_MS } from '../core/instant.ts';
import type { Job } from '../core/model/job.ts';
import type { LastPass } from '../ports/state-store.ts';
import type { RulesDocument } from '../rules-doc/document.ts';

/** As long as the alarm on missing passes waits. */
const OVERDUE_MS = 2 * HOUR_MS;

/** Whether the next pass is overdue: then the stored states may be out of date. */
export function isPassOverdue({ at }: LastPass, { jobs }: RulesDocument, now: Instant): boolean {
  if (jobs.length === 0) return now - at > OVERDUE_MS;
  // Where every job has a long check interval, passes are as far apart.
  return now - at > Math.max(OVERDUE_MS, 2 * minIntervalS(jobs) * SECOND_MS);
}

const known = new WeakMap<readonly Job[], number>();

/** Looked for once: each view of a page asks. */
function minIntervalS(jobs: readonly Job[]): number {
  const min =
    known.get(jobs) ?? jobs.reduce((least, { checkEveryS }) => Math.min(least, checkEveryS), Number.POSITIVE_INFINITY);
  known.set(jobs, min);
  return min;
}
