import { rememberedOf } from '../../core/evidence/remembered-place.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { type JobRow, newRow } from '../../core/model/job-row.ts';
import { PAGE_KEYS } from '../../core/planning/plan-sweeps.ts';
import { looksAlone } from '../evidence/looks-alone.ts';
import { planListings, scopeOf, wantedLook } from '../evidence/plan-listings.ts';
import type { SharedListings } from '../evidence/shared-listings.ts';
import type { WholeLooks } from '../evidence/whole-looks.ts';
import { lookMode } from './look-mode.ts';

/** Says which places the jobs of a pass will list, as far as one listing can serve several of them. */
export function planLooks(
  jobs: readonly Job[],
  rows: ReadonlyMap<string, JobRow>,
  now: Instant,
  listings: SharedListings,
  wholes?: WholeLooks,
): void {
  listings.plan(
    jobs.flatMap((job) => {
      const { place } = job;
      // A mirror is counted on and on, and members that do not look alone have one listing together.
      const isTogether = (job.member ?? job.each) !== undefined && !looksAlone(job, wholes);
      if (place === null || job.isMirror || isTogether) return [];
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
