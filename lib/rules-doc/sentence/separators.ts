import type { Token } from './token.ts';

const BETWEEN = new Set([';', '\n', ',', '.', '\u2013', '\u2014']);
const WORDS = new Set(['and', 'but', 'also', 'with', 'then']);

/** True for a token that ends a clause, unless a clause has taken it: `;` `,` `.` a line break, ` - `, `and`, `but`. */
export function isSeparator(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  if (token.kind === 'word') return WORDS.has(token.text);
  if (BETWEEN.has(token.text)) return true;
  const next = tokens[at + 1];
  return token.text === '-' && !token.isGlued && !(next?.isGlued ?? false);
}

/** Separators that no clause goes over: what is not understood ends there at the latest. */
export function isHardSeparator(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.kind === 'symbol' && isSeparator(tokens, at);
}
