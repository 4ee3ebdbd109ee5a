/** A piece of a sentence that is not taken apart further. */
export interface Token {
  /** `clock` is `02:00`; a `number` may hold points and commas; all else is one character, or `>=` and `<=`. */
  readonly kind: 'word' | 'number' | 'clock' | 'symbol';
  /** In lower case; abbreviations without their points (`a.m.` is `am`, `min.` is `min`). */
  readonly text: string;
  /** As it was written. */
  readonly raw: string;
  readonly index: number;
  readonly end: number;
  /** True where no blank stands between it and the token before. */
  readonly isGlued: boolean;
}
