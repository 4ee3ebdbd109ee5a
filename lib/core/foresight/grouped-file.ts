import type { ListedObject } from '../evidence/listed-object.ts';
import type { Instant } from '../instant.ts';

/** One file of a group, with what differs in its path. */
export interface GroupedFile {
  readonly object: ListedObject;
  readonly ts: Instant;
  /** Its numbers, words and ids, in their order. */
  readonly slots: readonly string[];
}
