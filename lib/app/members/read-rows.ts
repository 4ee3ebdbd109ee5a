import { isOpen } from '../../core/decision/is-open.ts';
import type { Job } from '../../core/model/job.ts';
import type { RowsRead, StateStore } from '../../ports/state-store.ts';
import type { PassJobsOptions } from './pass-jobs.ts';

/**
 * The rows of the jobs that are judged, and of those others that a pass looks at. Where it looks at all of them, it marks
 * those that are open and that the store does not know as such: an earlier version wrote them, or a disk lost a part of
 * a write. Throws StateStoreUnavailable.
 */
export async function readRows(
  all: readonly Job[],
  judged: readonly Job[],
  store: StateStore,
  { others, dryRun }: PassJobsOptions,
): Promise<RowsRead & { readonly asked: ReadonlySet<string> }> {
  const open = others === null ? [] : await store.openIds();
  const known = new Set(open);
  const isAsked = ({ id }: Job): boolean => others === 'all' || known.has(id);
  const asked = new Set([...judged, ...all.filter(isAsked)].map(({ id }) => id));
  const read = await store.read([...asked]);
  if (others === 'all' && !dryRun) {
    for (const row of read.rows.values()) if (isOpen(row) && !known.has(row.jobId)) await store.markOpen(row.jobId);
  }
  return { ...read, asked };
}
