import type { JobRow } from '../../core/model/job-row.ts';
import type { RowChanges } from '../../ports/row-changes.ts';
import type { LastPass, RowsRead, StateStore, UnusableRow } from '../../ports/state-store.ts';

/**
 * Rows for showing, and the last pass, kept in memory where the store says what was written since: only that is read again.
 * A row that was not written is the same object in each answer, and so is the whole answer while none was: what is made
 * of them can be kept with them.
 */
export class KeptRows implements Pick<StateStore, 'read' | 'readLastPass'> {
  readonly #store: Pick<StateStore, 'read' | 'readLastPass'>;
  readonly #changes: RowChanges;
  readonly #rows = new Map<string, JobRow>();
  readonly #unusable = new Map<string, UnusableRow>();
  /** The jobs whose rows, or lack of one, are known as they are now. */
  readonly #known = new Set<string>();
  /** The list that was asked for last, while all of it is known: thousands of ids are not looked through again. */
  #allKnown: readonly string[] | null = null;
  /** Undefined once anything was written: it is among the rows. */
  #lastPass: LastPass | null | undefined;
  #point: string | null = null;
  #answer: RowsRead = { rows: this.#rows, unusable: [] };
  /** One read after the other: an older answer must not replace a newer one. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(store: Pick<StateStore, 'read' | 'readLastPass'>, changes: RowChanges) {
    this.#store = store;
    this.#changes = changes;
  }

  /**
   * As the store's `read`, without a copy of thousands of rows for each reader: the answer holds what is kept of other
   * jobs too, and newer rows once they are read. Throws StateStoreUnavailable.
   */
  read(jobIds: readonly string[]): Promise<RowsRead> {
    return this.#inTurn(async () => {
      await this.#readUnknown(jobIds);
      return this.#answer;
    });
  }

  /** As the store's. Throws StateStoreUnavailable. */
  readLastPass(): Promise<LastPass | null> {
    return this.#inTurn(async () => {
      this.#lastPass ??= await this.#store.readLastPass();
      return this.#lastPass;
    });
  }

  #inTurn<T>(answer: () => Promise<T>): Promise<T> {
    const read = this.#reading.then(() => this.#forgetWritten()).then(answer);
    this.#reading = read.catch(() => {});
    return read;
  }

  /** What is written from here on is named by the next answer, so that rows are read after this. */
  async #forgetWritten(): Promise<void> {
    const { point, jobIds } = await this.#changes.since(this.#point);
    this.#point = point;
    if (jobIds?.length === 0) return;
    this.#allKnown = null;
    this.#lastPass = undefined;
    if (jobIds === null) this.#known.clear();
    else for (const jobId of jobIds) this.#known.delete(jobId);
  }

  async #readUnknown(jobIds: readonly string[]): Promise<void> {
    if (jobIds === this.#allKnown) return;
    const unknown = jobIds.filter((jobId) => !this.#known.has(jobId));
    if (unknown.length > 0) await this.#readAgain(unknown);
    this.#allKnown = jobIds;
  }

  async #readAgain(unknown: readonly string[]): Promise<void> {
    const { rows, unusable } = await this.#store.read(unknown);
    for (const jobId of unknown) {
      const row = rows.get(jobId);
      if (row === undefined) this.#rows.delete(jobId);
      else this.#rows.set(jobId, row);
      this.#unusable.delete(jobId);
      this.#known.add(jobId);
    }
    for (const each of unusable) this.#unusable.set(each.jobId, each);
    this.#answer = { rows: this.#rows, unusable: [...this.#unusable.values()] };
  }
}
