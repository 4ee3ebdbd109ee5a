/** Something that only the sentinel's admin can put right, or has to know. */
export interface AdminCause {
  /** Names the cause: it is announced once, however many passes meet it. */
  readonly key: string;
  /** What is so; causes of one title are announced under it together. */
  readonly title: string;
  /** Which one of the title's kind; null where there is only one. */
  readonly name: string | null;
  readonly lines: readonly string[];
  /** How many passes in a row must meet it before it is announced. */
  readonly afterPasses: number;
}

/** A cause that the first pass announces. */
export function adminCause(key: string, title: string, name: string | null, lines: readonly string[]): AdminCause {
  return { key, title, name, lines, afterPasses: 1 };
}
