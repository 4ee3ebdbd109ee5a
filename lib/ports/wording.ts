/** Why there is no text: for a metric and for people. */
export interface Unworded {
  readonly kind: 'refused' | 'cut' | 'throttled' | 'no-access' | 'no-model' | 'timeout' | 'unavailable';
  /** For people: what the service said, and what to do where that is known. */
  readonly message: string;
}

export type Worded = { readonly text: string } | Unworded;

/** Something that puts figures into words. */
export interface Wording {
  /** Never throws for an outside failure, and never takes longer than its time limit. */
  word(instruction: string, data: string): Promise<Worded>;
}
