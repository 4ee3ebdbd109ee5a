import { bad, good } from '../../clauses/units.ts';
import { amountOf, readNumber } from './number.ts';
import type { Slotted, TokenReader } from './slot.ts';

const FILES = new Set(['file', 'files', 'object', 'objects']);

/** `{files}`: `10 files`, `1,500 objects`. */
export function filesSlot(reader: TokenReader, at: number): readonly Slotted<number>[] {
  const number = readNumber(reader, at);
  const noun = number === null ? undefined : reader.tokens[number.end];
  if (number === null || noun === undefined || !FILES.has(noun.text)) return [];
  const amount = amountOf(number, noun.text);
  if (!amount.ok) return [{ end: number.end + 1, value: amount }];
  const isCount = Number.isInteger(amount.value) && amount.value >= 1;
  const value = isCount
    ? good(amount.value)
    : bad('NUMBER_OUT_OF_RANGE', `${number.text} is no number of files; write a whole number from 1 on`);
  return [{ end: number.end + 1, value }];
}
