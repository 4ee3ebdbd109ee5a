/** What was seen of a job of the document, for advice about its rule. */
export interface SeenJob {
  /** The size of its newest backup, of nodes the smallest; null where none is known. */
  readonly newestBytes: number | null;
  /** Whether it sent pings that are not judged. */
  readonly pingsUnjudged: boolean;
}
