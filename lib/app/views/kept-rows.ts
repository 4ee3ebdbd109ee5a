import type { JobRow } from '../../core/decision/row.ts';
import type { RowChanges } from '../../ports/row-changes.ts';
import type { RowsRead, StateStore, UnusableRow } from '../../ports/state-store.ts';

/** A row as it was read: one that can be used, one that cannot, or that there is none. */
type Read = { readonly row: JobRow } | { readonly unusable: UnusableRow } | null;

/**
 * Rows for showing, kept in memory where the store says which of them were written since: only those are read again.
 * A row that was not written is the same object in each answer, so that what is made of it can be kept with it.
 */
export class KeptRows implements Pick<StateStore, 'read'> {
  readonly #store: Pick<StateStore, 'read'>;
  readonly #changes: RowChanges;
  readonly #kept = new Map<string, Read>();
  #point: string | null = null;
  /** One read after the other: an older answer must not replace a newer one. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(store: Pick<StateStore, 'read'>, changes: RowChanges) {
    this.#store = store;
    this.#changes = changes;
  }

  /** As the store's `read`. Throws StateStoreUnavailable. */
  read(jobIds: readonly string[]): Promise<RowsRead> {
    const read = this.#reading.then(() => this.#read(jobIds));
    this.#reading = read.catch(() => {});
    return read;
  }

  async #read(jobIds: readonly string[]): Promise<RowsRead> {
    await this.#forgetWritten();
    await this.#readAbsent(jobIds);
    const rows = new Map<string, JobRow>();
    const unusable: UnusableRow[] = [];
    for (const jobId of new Set(jobIds)) {
      const read = this.#kept.get(jobId) ?? null;
      if (read === null) continue;
      if ('row' in read) rows.set(jobId, read.row);
      else unusable.push(read.unusable);
    }
    return { rows, unusable };
  }

  /** What is written from here on is named by the next answer, so that rows are read after this. */
  async #forgetWritten(): Promise<void> {
    const { point, jobIds } = await this.#changes.since(this.#point);
    this.#point = point;
    if (jobIds === null) this.#kept.clear();
    else for (const jobId of jobIds) this.#kept.delete(jobId);
  }

  async #readAbsent(jobIds: readonly string[]): Promise<void> {
    const absent = jobIds.filter((jobId) => !this.#kept.has(jobId));
    if (absent.length === 0) return;
    const { rows, unusable } = await this.#store.read(absent);
    for (const jobId of absent) {
      const row = rows.get(jobId);
      this.#kept.set(jobId, row === undefined ? null : { row });
    }
    for (const each of unusable) this.#kept.set(each.jobId, { unusable: each });
  }
}
