import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { RowsRead } from '../../ports/state-store.ts';
import type { Counts } from '../check/check-report.ts';
import type { JobView } from './job-view.ts';

/** What is shown of all jobs, and does not change before a row is written or a snooze ends. */
export interface AllViews {
  /** Worst first. */
  readonly jobs: readonly JobView[];
  readonly counts: Counts;
}

interface Kept {
  readonly jobs: readonly Job[];
  readonly from: Instant;
  /** When the next snooze ends. */
  readonly until: Instant;
  readonly views: AllViews;
}

const kept = new WeakMap<RowsRead, Kept>();

/**
 * The views of these jobs as `make` makes them of the rows: the very same ones while the rows are the same answer
 * (lib/app/views/kept-rows.ts), the jobs are, and no snooze has ended. What is made of the list can be kept with it.
 */
export async function keptViews(
  read: RowsRead,
  jobs: readonly Job[],
  now: Instant,
  make: () => Promise<AllViews>,
): Promise<AllViews> {
  const known = kept.get(read);
  if (known?.jobs === jobs && known.from <= now && now < known.until) return known.views;
  const rows = [...read.rows.values()];
  const until = Math.min(...snoozesAfter(now, rows), Number.POSITIVE_INFINITY);
  const views = await make();
  if (rows.every(isSaidByRow)) kept.set(read, { jobs, from: now, until, views });
  return views;
}

function snoozesAfter(now: Instant, rows: readonly JobRow[]): Instant[] {
  return rows.flatMap(({ snoozed }) => (snoozed !== null && now < snoozed.until ? snoozed.until : []));
}

/** What failed of a job whose row an earlier version wrote is in the audit log, which may know it later. */
function isSaidByRow({ state, wouldBe, found }: JobRow): boolean {
  return found !== null || (state === 'green' && wouldBe === null);
}
