import { HOUR_MS, type Instant } from '../instant.ts';
import type { JobRow } from '../model/job-row.ts';
import type { Rule } from '../model/rule.ts';

type RunwayRow = Pick<JobRow, 'lifetime' | 'lastGood'>;

/** Nearer than this, an escalation does not wait for the next day. */
const NEAR_MS = 48 * HOUR_MS;

/**
 * About when the newest good copy will be deleted, as others were at its age (docs/design/decision.md#runway); null where
 * there is none, or nothing is known to be deleted by its age.
 */
export function deletedAbout({ lifetime, lastGood }: RunwayRow): Instant | null {
  if (lastGood === null || lifetime === null || lifetime.ages === null || !lifetime.isByAge) return null;
  return lastGood.ts + lifetime.ages.to;
}

/** Whether a break must not wait for the next day: not where copies never live longer than that. */
export function isRunningOut({ escalation }: Rule, row: RunwayRow, now: Instant): boolean {
  const at = deletedAbout(row);
  const livesLonger = (row.lifetime?.ages?.to ?? 0) > NEAR_MS;
  return escalation.kind === 'next-day' && at !== null && livesLonger && at - now < NEAR_MS;
}
