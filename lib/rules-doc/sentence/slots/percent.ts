import { bad, good, type Reading } from '../../clauses/units.ts';
import { amountOf, readNumber } from './number.ts';
import type { Slotted, TokenReader } from './slot.ts';

const SIGNS = new Set(['%', 'percent', 'pct', 'percents']);

/** The end of a percent sign or word at a token; -1 where there is none. */
function signEnd({ tokens }: TokenReader, at: number): number {
  const text = tokens[at]?.text ?? '';
  if (SIGNS.has(text)) return at + 1;
  return text === 'per' && tokens[at + 1]?.text === 'cent' ? at + 2 : -1;
}

/** `{percent}`: `50%`, `50 percent`, `half`; a number alone is an error that says what it may mean. */
export function percentSlot(reader: TokenReader, at: number): readonly Slotted<number>[] {
  if (reader.tokens[at]?.text === 'half') return [{ end: at + 1, value: good(50) }];
  const share = shareAt(reader, at);
  if (share !== null) return [share];
  const number = readNumber(reader, at);
  if (number === null || reader.tokens[at]?.kind !== 'number') return [];
  const end = signEnd(reader, number.end);
  if (end >= 0) return [{ end, value: amountOf(number, '%') }];
  const next = reader.tokens[number.end];
  if (next?.kind === 'word' && next.text !== 'and' && next.text !== 'but') return [];
  return [{ end: number.end, value: withoutSign(number.amount, number.text) }];
}

/** `a quarter`, `a third`. */
function shareAt({ tokens }: TokenReader, at: number): Slotted<number> | null {
  const word = ['a', 'one'].includes(tokens[at]?.text ?? '') ? tokens[at + 1]?.text : undefined;
  if (word === 'quarter') return { end: at + 2, value: good(25) };
  if (word === 'third') return { end: at + 2, value: bad('WRONG_UNIT', 'a third is no whole percentage; write 33%') };
  return null;
}

function withoutSign(amount: number, text: string): Reading<never> {
  const message =
    amount > 0 && amount < 1
      ? `${text} has no unit, and may be ${Math.round(amount * 10_000) / 100}% or ${text}%; write one of them`
      : `${text} has no unit; write ${text}%`;
  return bad('WRONG_UNIT', message);
}

/** A percentage between nothing and all, where more makes no sense. */
export function upToAll(percent: number): Reading<number> {
  if (percent <= 100) return good(percent);
  return bad('PERCENT_OUT_OF_RANGE', `${percent}% is more than all of it; write a percentage from 0% to 100%`);
}
