import { rememberedOf } from '../../core/evidence/remembered-place.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { type JobRow, newRow } from '../../core/model/job-row.ts';
import { PAGE_KEYS } from '../../core/planning/plan-sweeps.ts';
import { planListings, scopeOf, wantedLook } from '../evidence/plan-listings.ts';
import type { SharedListings } from '../evidence/shared-listings.ts';
import { lookMode } from './look-mode.ts';

/** Says which places the jobs of a pass will list, as far as one listing can serve several of them. */
export function planLooks(
  jobs: readonly Job[],
  rows: ReadonlyMap<string, JobRow>,
  now: Instant,
  listings: SharedListings,
): void {
  listings.plan(
    jobs.flatMap((job) => {
      const { place } = job;
      // A mirror is counted on and on, and the members of a job have one listing together.
      if (place === null || job.isMirror || job.each !== undefined || job.member !== undefined) return [];
      const row = rows.get(job.id) ?? newRow(job.id);
      const memory = rememberedOf(row, place);
      const mode = lookMode(job, row, now);
      const planned = planListings(job, scopeOf(job, place, now), memory, mode, now);
      // Rows of before the count was kept have this of a place of more than a page.
      const keys = memory.keys ?? (memory.listing === null ? null : PAGE_KEYS + 1);
      return wantedLook(job, place, planned, keys) ?? [];
    }),
  );
}
