/**
 * The one index of bk-state, sparse: it names the rows that have both keys. One index
 * for all that is asked of it, since an update of a table creates one at most
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html).
 */
export const LOOKS_INDEX: TableIndex = {
  name: 'looks',
  keys: ['look_group', 'next_look_at'],
  attributes: ['look_mark', 'version', 'changed_at', 'snoozed', 'muted', 'resumed'],
};

export interface TableIndex {
  readonly name: string;
  /** The attributes that it is divided and sorted by. */
  readonly keys: readonly [partition: string, sort: string];
  /** What else it holds of an item. */
  readonly attributes: readonly string[];
}
