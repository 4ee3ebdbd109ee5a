import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';
import type { JobRow } from '../model/job-row.ts';
import type { Rule } from '../model/rule.ts';

type RunwayRow = Pick<JobRow, 'lifetime' | 'expiryDays' | 'lastGood'>;

/** Nearer than this, an escalation does not wait for the next day. */
const NEAR_MS = 48 * HOUR_MS;

/**
 * About when the newest good copy will be deleted, by the rules of its bucket, or else as others were at its age
 * (docs/design/decision.md#runway); null where there is none, or nothing is known to be deleted by its age.
 */
export function deletedAbout(row: RunwayRow): Instant | null {
  const livesMs = livesMsOf(row);
  if (row.lastGood === null || livesMs === null) return null;
  const at = row.lastGood.ts + livesMs;
  // S3 deletes at the midnight (UTC) after the days of its rule.
  return row.expiryDays === null ? at : Math.ceil(at / DAY_MS) * DAY_MS;
}

/** Whether a break must not wait for the next day: not where copies never live longer than that. */
export function isRunningOut({ escalation }: Rule, row: RunwayRow, now: Instant): boolean {
  const at = deletedAbout(row);
  const livesLonger = (livesMsOf(row) ?? 0) > NEAR_MS;
  return escalation.kind === 'next-day' && at !== null && livesLonger && at - now < NEAR_MS;
}

function livesMsOf({ lifetime, expiryDays }: RunwayRow): number | null {
  if (expiryDays !== null) return expiryDays * DAY_MS;
  return lifetime?.isByAge ? (lifetime.ages?.to ?? null) : null;
}
