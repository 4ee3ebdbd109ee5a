/** Which rows of the state table have been written, where the store can say so without reading them. */
export interface RowChanges {
  /**
   * The ids of the jobs whose rows were written after `point`, which an earlier answer named; null where that cannot be
   * said, so that every row may have been. `point`: until when this answer reaches; null where no later one can go on
   * from here. Throws StateStoreUnavailable.
   */
  since(point: string | null): Promise<ChangedRows>;
}

export interface ChangedRows {
  readonly point: string | null;
  readonly jobIds: readonly string[] | null;
}
