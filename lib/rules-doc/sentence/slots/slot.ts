import type { Reading } from '../../clauses/units.ts';
import type { Token } from '../token.ts';

/** A sentence's tokens, and what each slot reads at them. */
export interface TokenReader {
  readonly tokens: readonly Token[];
  /** The sentence as it was written. */
  readonly sentence: string;
  /** What the slot of that name reads from a token on. */
  slot(name: string, at: number): readonly Slotted<unknown>[];
}

/** Something that a slot read: up to which token, and the value or what is wrong with it. */
export interface Slotted<T> {
  readonly end: number;
  readonly value: Reading<T>;
}

/** Reads one kind of value from a token on; nothing where none begins there, several where it may end earlier. */
export type Slot<T> = (reader: TokenReader, at: number) => readonly Slotted<T>[];

export type Slots = Readonly<Record<string, Slot<unknown>>>;
