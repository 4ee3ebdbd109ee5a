/** A row of the store that this program cannot read. */
export interface UnreadableRow {
  readonly table: string;
  /** Its keys, as the table's console shows them. */
  readonly key: string;
  /** The job whose history it belongs to; null for a row of no job. */
  readonly jobId: string | null;
  /** What the row is, in words. */
  readonly kind: string;
  /** Which attribute cannot be read, and what is wrong with it. */
  readonly message: string;
  /** What is lost when it is taken out, in words. */
  readonly loss: string;
  /** True for one that a newer version wrote: that one can read it. */
  readonly isNewer: boolean;
  /** All of the row, in DynamoDB's own notation. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Finds and takes out rows that cannot be read. Every method throws StateStoreUnavailable. */
export interface UnreadableRows {
  /** All of them, in the order of their tables and keys. */
  find(): Promise<readonly UnreadableRow[]>;
  /** Takes a row out of its table. False, with nothing done, when it is not the same any more. */
  takeOut(row: UnreadableRow): Promise<boolean>;
}
