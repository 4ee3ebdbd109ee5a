import type { Instant } from '../instant.ts';
import type { JobRow } from './job-row.ts';

export type Quieted = 'muted' | 'snoozed';

/** Whether a job is muted or snoozed at `now`; null when it is neither. */
export function quietedOf(row: JobRow, now: Instant): Quieted | null {
  if (row.muted !== null) return 'muted';
  return row.snoozed !== null && now < row.snoozed.until ? 'snoozed' : null;
}
