import { good } from '../../clauses/units.ts';
import type { Slotted, TokenReader } from './slot.ts';

/** `{name}`: a word that is a name of somebody, for remedies that name them. */
export function nameSlot({ tokens }: TokenReader, at: number): readonly Slotted<string>[] {
  const token = tokens[at];
  return token?.kind === 'word' ? [{ end: at + 1, value: good(token.raw) }] : [];
}
