import type { TokenReader } from './slot.ts';

/** The token behind what joins two items of a list: `,` `and` `&` `/` `+`, also `, and`. */
export function behindJoiner({ tokens }: TokenReader, at: number): number | null {
  const text = tokens[at]?.text ?? '';
  if (text === ',') return tokens[at + 1]?.text === 'and' ? at + 2 : at + 1;
  return ['and', '&', '/', '+', 'plus'].includes(text) ? at + 1 : null;
}

/** Skips `on`, `every`, `each`, `the` in front of a day. */
export function behind(words: readonly string[], { tokens }: TokenReader, at: number): number {
  return words.includes(tokens[at]?.text ?? '') ? at + 1 : at;
}
