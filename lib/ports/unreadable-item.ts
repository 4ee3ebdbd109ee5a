/** An item that a store holds and this program cannot read: of a newer version, of a kind it does not know, or damaged. */
export interface UnreadableItem {
  readonly table: string;
  /** The item's keys, as the table's console shows them. */
  readonly key: string;
  /** Which attribute, what is wrong with it, and what to do. */
  readonly message: string;
}

/** Is given each such item once while the process lives; the store goes on without it. Never throws. */
export type OnUnreadable = (item: UnreadableItem) => void;

/** The item in one sentence, for a log or a person. */
export function unreadableText({ table, key, message }: UnreadableItem): string {
  return `cannot read ${key} in ${table}; it was skipped: ${message}`;
}

/** Reports it as a warning of the process, where the caller has no better place. */
export const warnOfUnreadable: OnUnreadable = (item) => process.emitWarning(unreadableText(item));
