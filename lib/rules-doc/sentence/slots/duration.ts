import { DAY_S, HOUR_S, MINUTE_S } from '../../../core/instant.ts';
import { formatDuration } from '../../../core/quantity.ts';
import { bad, good, type Reading } from '../../clauses/units.ts';
import { amountOf, type NumberRead, readNumber } from './number.ts';
import type { Slotted, TokenReader } from './slot.ts';

/** A length of time, and the unit that it was written in. */
export interface Duration {
  readonly seconds: number;
  /** What a number alone behind it would be counted in. */
  readonly unit: 'minutes' | 'hours' | 'days';
}

/** A length of time, or calendar months, which have none. */
export type Period = Duration | { readonly months: number };

const UNITS: ReadonlyMap<string, number> = new Map([
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((unit) => [unit, MINUTE_S] as const),
  ...['h', 'hr', 'hrs', 'hour', 'hours'].map((unit) => [unit, HOUR_S] as const),
  ...['d', 'day', 'days'].map((unit) => [unit, DAY_S] as const),
  ...['w', 'wk', 'wks', 'week', 'weeks'].map((unit) => [unit, 7 * DAY_S] as const),
  ...['fortnight', 'fortnights'].map((unit) => [unit, 14 * DAY_S] as const),
]);

const MONTHS: ReadonlyMap<string, number> = new Map([
  ...['month', 'months'].map((unit) => [unit, 1] as const),
  ...['quarter', 'quarters'].map((unit) => [unit, 3] as const),
  ...['y', 'yr', 'yrs', 'year', 'years'].map((unit) => [unit, 12] as const),
]);

const SIZES = new Set(['b', 'kb', 'mb', 'gb', 'tb', 'kib', 'mib', 'gib', 'tib', 'byte', 'bytes', 'gig', 'gigs']);

/** A hundred years: longer than any period, and far from where whole seconds lose precision. */
const MAX_S = 36_525 * DAY_S;
const MAX_MONTHS = 1200;

interface Part {
  readonly end: number;
  readonly number: NumberRead;
  /** Null where no unit of time follows. */
  readonly unit: string | null;
  readonly isUpperM: boolean;
}

function readPart(reader: TokenReader, at: number): Part | null {
  const number = readNumber(reader, at);
  if (number === null) return null;
  const token = reader.tokens[number.end];
  if (token?.kind !== 'word' || !(UNITS.has(token.text) || MONTHS.has(token.text))) {
    return { end: number.end, number, unit: null, isUpperM: false };
  }
  return { end: number.end + 1, number, unit: token.text, isUpperM: token.raw === 'M' };
}

/** Every length that the tokens can spell from `at` on, the longest first: `1 day`, `1 day 2 hours`, `1 day and 2 hours`. */
export function readPeriod(reader: TokenReader, at: number): readonly Slotted<Period>[] {
  const first = readPart(reader, at);
  if (first === null || first.unit === null) return [];
  const parts = [first];
  const found: Slotted<Period>[] = [{ end: first.end, value: lengthOf(parts) }];
  for (let last = first; ; ) {
    const isJoined = reader.tokens[last.end]?.text === 'and';
    const next = readPart(reader, last.end + (isJoined ? 1 : 0)) ?? null;
    const part = next !== null && next.unit === null ? bareMinutes(reader, last, next) : next;
    if (part === null || part.unit === null || unitS(part.unit) >= unitS(last.unit ?? '')) break;
    parts.push(part);
    found.unshift({ end: part.end, value: lengthOf(parts) });
    last = part;
  }
  return found;
}

/** `2h30`: the minutes behind an hour, without a unit of their own. */
function bareMinutes(reader: TokenReader, hours: Part, next: Part): Part | null {
  const token = reader.tokens[hours.end];
  return unitS(hours.unit ?? '') === HOUR_S && token?.isGlued && /^[0-5]\d$/.test(token.text)
    ? { ...next, unit: 'min' }
    : null;
}

function unitS(unit: string): number {
  return UNITS.get(unit) ?? (MONTHS.get(unit) ?? 0) * 30 * DAY_S;
}

function lengthOf(parts: readonly Part[]): Reading<Period> {
  let seconds = 0;
  for (const { number, unit, isUpperM } of parts) {
    const amount = amountOf(number, unit ?? '');
    if (!amount.ok) return amount;
    if (isUpperM) {
      const text = number.text;
      return bad('WRONG_UNIT', `${text}M may be months or minutes; write ${text} months or ${text} minutes`);
    }
    const months = MONTHS.get(unit ?? '');
    if (months !== undefined) {
      if (parts.length > 1) {
        return bad('WRONG_UNIT', 'months differ in length; write them alone, or write days');
      }
      return monthsOf(amount.value * months, `${number.text} ${unit}`);
    }
    seconds += amount.value * unitS(unit ?? '');
  }
  const whole = Math.round(seconds);
  if (whole > MAX_S) return bad('NUMBER_OUT_OF_RANGE', 'that is longer than 100 years; write a shorter time');
  const first = unitS(parts[0]?.unit ?? '');
  const unit = first >= DAY_S ? 'days' : first >= HOUR_S && whole >= HOUR_S ? 'hours' : 'minutes';
  return good({ seconds: whole, unit });
}

function monthsOf(months: number, written: string): Reading<Period> {
  if (months > MAX_MONTHS)
    return bad('NUMBER_OUT_OF_RANGE', `${written} is longer than 100 years; write a shorter time`);
  if (!Number.isInteger(months)) {
    const days = Math.round(months * 30);
    return bad('WRONG_UNIT', `${written} is no whole number of months; write ${days} days, or whole months`);
  }
  return good({ months });
}

/** `{period}`: a length of time or calendar months, more than nothing. */
export function periodSlot(reader: TokenReader, at: number): readonly Slotted<Period>[] {
  return readPeriod(reader, at).map(({ end, value }) => ({ end, value: positive(value) }));
}

/** `{duration}`: a length of time; months are an error that says how many days to write. */
export function durationSlot(reader: TokenReader, at: number): readonly Slotted<Duration>[] {
  return periodSlot(reader, at).map(({ end, value }) => ({ end, value: withoutMonths(value) }));
}

/** `{duration-or-none}`: a length of time that may be zero. */
export function durationOrNoneSlot(reader: TokenReader, at: number): readonly Slotted<Duration>[] {
  return readPeriod(reader, at).map(({ end, value }) => ({ end, value: withoutMonths(value) }));
}

const EXTRA = new Set(['extra', 'more', 'additional', 'spare']);

/** `{extra-duration}`: `2 extra hours`. */
export function extraDurationSlot(reader: TokenReader, at: number): readonly Slotted<Duration>[] {
  const number = readNumber(reader, at);
  if (number === null || !EXTRA.has(reader.tokens[number.end]?.text ?? '')) return [];
  const unit = reader.tokens[number.end + 1];
  if (unit === undefined || !UNITS.has(unit.text)) return [];
  const value = lengthOf([{ end: number.end + 2, number, unit: unit.text, isUpperM: unit.raw === 'M' }]);
  return [{ end: number.end + 2, value: withoutMonths(value) }];
}

/** `{number}`: a number without a unit, where a unit is expected, or none is needed. */
export function numberSlot(reader: TokenReader, at: number): readonly Slotted<{ amount: number; text: string }>[] {
  const part = readPart(reader, at);
  if (part === null || part.unit !== null || isUnitOrWord(reader, part.end)) return [];
  const amount = amountOf(part.number, '');
  return [{ end: part.end, value: amount.ok ? good({ amount: amount.value, text: part.number.text }) : amount }];
}

/** True where something follows that makes the number more than a number: a size, a percentage, `files`. */
function isUnitOrWord(reader: TokenReader, at: number): boolean {
  const token = reader.tokens[at];
  if (token === undefined) return false;
  return token.text === '%' || SIZES.has(token.text) || (token.isGlued && token.kind === 'word');
}

function positive(value: Reading<Period>): Reading<Period> {
  if (!value.ok || 'months' in value.value ? false : value.value.seconds <= 0) {
    return bad('NUMBER_OUT_OF_RANGE', 'that is no time at all; write more than 0');
  }
  return value.ok && 'months' in value.value && value.value.months <= 0
    ? bad('NUMBER_OUT_OF_RANGE', 'that is no time at all; write more than 0')
    : value;
}

function withoutMonths(value: Reading<Period>): Reading<Duration> {
  if (!value.ok) return value;
  if (!('months' in value.value)) return good(value.value);
  const days = formatDuration(Math.round(value.value.months * 30.5) * DAY_S);
  return bad('WRONG_UNIT', `months differ in length; write days, such as ${days}`);
}

/** A length of time as a sentence writes it, exact, so that reading it gives the same seconds. */
export function formatPeriod(seconds: number): string {
  return seconds % MINUTE_S === 0 ? formatDuration(seconds) : `${(seconds / MINUTE_S).toFixed(6)} minutes`;
}
