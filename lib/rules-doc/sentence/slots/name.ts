import { good } from '../../clauses/units.ts';
import type { Slotted, TokenReader } from './slot.ts';

/** `{name}`: a word that is the name of a person, for remedies that name them. */
export function nameSlot({ tokens }: TokenReader, at: number): readonly Slotted<string>[] {
  const token = tokens[at];
  const next = tokens[at + 1];
  const isName = next === undefined || next.kind === 'symbol' || ['if', 'when', 'on', 'and'].includes(next.text);
  return token?.kind === 'word' && isName ? [{ end: at + 1, value: good(token.raw) }] : [];
}
