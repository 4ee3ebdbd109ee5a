import type { Instant } from '../../core/instant.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import { isDue } from '../../core/planning/next-look.ts';
import type { LastPass, ListedRow, RowsRead, StateStore } from '../../ports/state-store.ts';

/** A job and its proofs are read as they are: that costs less than the index, and shows at once what someone just did. */
const FEW = 2;

/**
 * Rows for showing, kept in memory where only the index says which of them were written since (docs/decisions/0032): those
 * that have another version there are read again. A row that was not written is the same object in each answer. A list is
 * as it was a moment ago.
 */
export class ListedRows implements Pick<StateStore, 'read' | 'readLastPass'> {
  readonly #store: Pick<StateStore, 'read' | 'readLooks' | 'readLastPass'>;
  readonly #now: () => Instant;
  readonly #rows = new Map<string, JobRow>();

  constructor(store: Pick<StateStore, 'read' | 'readLooks' | 'readLastPass'>, now: () => Instant) {
    this.#store = store;
    this.#now = now;
  }

  /** As the store's `read`. Throws StateStoreUnavailable. */
  async read(jobIds: readonly string[]): Promise<RowsRead> {
    if (jobIds.length <= FEW) return this.#store.read(jobIds);
    const listed: ReadonlyMap<string, ListedRow> =
      this.#rows.size === 0 ? new Map() : await this.#store.readLooks(null);
    const now = this.#now();
    const rows = new Map<string, JobRow>();
    for (const jobId of jobIds) {
      const [row, known] = [this.#rows.get(jobId), listed.get(jobId)];
      // A row that no pass could judge, since it cannot be read any more, stays due.
      if (row !== undefined && row.version === known?.version && !isDue(known, now)) rows.set(jobId, row);
    }
    const read = await this.#store.read(jobIds.filter((jobId) => !rows.has(jobId)));
    for (const [jobId, row] of read.rows) {
      rows.set(jobId, row);
      this.#rows.set(jobId, row);
    }
    return { rows, unusable: read.unusable };
  }

  /** As the store's. Throws StateStoreUnavailable. */
  readLastPass(): Promise<LastPass | null> {
    return this.#store.readLastPass();
  }
}
