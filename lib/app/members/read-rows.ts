import type { Job } from '../../core/model/job.ts';
import type { RowsRead, StateStore } from '../../ports/state-store.ts';
import type { PassJobsOptions } from './pass-jobs.ts';

/** The rows of the jobs that are judged, and the open ones of the others where a pass wants them. Throws StateStoreUnavailable. */
export async function readRows(
  all: readonly Job[],
  judged: readonly Job[],
  store: StateStore,
  { readsOpen }: Pick<PassJobsOptions, 'readsOpen'>,
): Promise<RowsRead & { readonly asked: ReadonlySet<string> }> {
  const open = new Set(readsOpen ? await store.openIds() : []);
  const others = open.size === 0 ? [] : all.filter(({ id }) => open.has(id));
  const asked = new Set([...judged, ...others].map(({ id }) => id));
  return { ...(await store.read([...asked])), asked };
}
