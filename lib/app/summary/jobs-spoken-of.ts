import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { isDue } from '../../core/planning/next-look.ts';
import type { StateStore } from '../../ports/state-store.ts';

/**
 * The jobs of which a summary without trends says more than that they are in the document: by the index, those that are
 * open, quieted, or changed since then. With them come those that the index cannot speak for, so that none is green that
 * no one could read: it has no entry of a job without a row, and a row that cannot be judged stays due. Throws
 * StateStoreUnavailable.
 */
export async function jobsSpokenOf(
  jobs: readonly Job[],
  store: Pick<StateStore, 'readLooks'>,
  since: Instant,
  now: Instant,
): Promise<readonly Job[]> {
  const listed = await store.readLooks(null);
  return jobs.filter(({ id }) => {
    const row = listed.get(id);
    if (row === undefined || isDue(row, now)) return true;
    return row.isOpen || row.isQuieted || (row.changedAt !== null && row.changedAt >= since);
  });
}
