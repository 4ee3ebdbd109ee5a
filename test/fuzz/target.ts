/** Something that reads what others wrote: examples of what it is given, and the reading. */
export interface Target {
  readonly name: string;
  readonly seeds: readonly Buffer[];
  /** Reads one input. What it throws is a failure: none of these readers throws. */
  read(input: Buffer): unknown;
  /** Its result is shown to people: no text in it may act on a terminal or turn the direction of writing. */
  readonly isShown?: true;
  /** Of a slow one, by day a share of the inputs of the others. */
  readonly share?: number;
  /** Ends what it started. */
  close?(): Promise<void>;
}

export function buffers(...texts: readonly string[]): Buffer[] {
  return texts.map((text) => Buffer.from(text));
}
