import { DAY_S, HOUR_S, MINUTE_S } from '../../core/instant.ts';
import { meant } from '../yaml/near.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { quoted } from '../yaml/problem-log.ts';

/** A value that was read, or the problem that it has. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ProblemCode; readonly message: string };

export function good<T>(value: T): Reading<T> {
  return { ok: true, value };
}

export function bad(code: ProblemCode, message: string): Reading<never> {
  return { ok: false, code, message };
}

/** Seconds in each unit of time that people write. */
const DURATION_UNITS: ReadonlyMap<string, number> = new Map([
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((unit) => [unit, MINUTE_S] as const),
  ...['h', 'hr', 'hrs', 'hour', 'hours'].map((unit) => [unit, HOUR_S] as const),
  ...['d', 'day', 'days'].map((unit) => [unit, DAY_S] as const),
  ...['w', 'week', 'weeks'].map((unit) => [unit, 7 * DAY_S] as const),
]);

/** Bytes in each unit of size; names in lower case. */
const SIZE_UNITS: ReadonlyMap<string, number> = new Map([
  ...['b', 'byte', 'bytes'].map((unit) => [unit, 1] as const),
  ...['kb', 'mb', 'gb', 'tb'].map((unit, power) => [unit, 1000 ** (power + 1)] as const),
  ...['kib', 'mib', 'gib', 'tib'].map((unit, power) => [unit, 1024 ** (power + 1)] as const),
]);

const DURATION_NAMES = 'minutes, hours, days or weeks';
const SIZE_NAMES = 'B, KB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (powers of 1024)';

/** A hundred years: longer than any period, and far from where whole seconds lose precision. */
const MAX_S = 36_525 * DAY_S;

interface Part {
  readonly amount: number;
  readonly unit: string;
}

/** Splits `32 hours 30 minutes` or `1h30m` into numbers and units; null when anything else stands in the text. */
function splitAmounts(text: string): Part[] | null {
  const part = /\s*(?:and\s+)?(\d{1,15}(?:\.\d{1,9})?)\s*([a-z]*)/y;
  const parts: Part[] = [];
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (match === null) return null;
    parts.push({ amount: Number(match[1]), unit: match[2] ?? '' });
    if (/^\s*$/.test(text.slice(part.lastIndex))) break;
  }
  return parts.length === 0 ? null : parts;
}

const EXPONENT = /\de[+-]?\d/;

function notANumber(text: string, example: string): Reading<never> {
  if (/\d,\d/.test(text)) {
    return bad(
      'WRONG_UNIT',
      `${quoted(text)} has a comma in its number; write decimals with a point and no thousands separators`,
    );
  }
  if (/^[+-]/.test(text))
    return bad('NUMBER_OUT_OF_RANGE', `${quoted(text)} has a sign; write it without, for example ${example}`);
  if (/^\d{16}/.test(text) || EXPONENT.test(text))
    return bad('NUMBER_OUT_OF_RANGE', `${quoted(text)} is no number that people write; write for example ${example}`);
  return bad('WRONG_UNIT', `${quoted(text)} is not understood; write a number and a unit, for example ${example}`);
}

export interface Duration {
  readonly seconds: number;
  /** Seconds in the unit that was written, so that `allow 26` can take it over. */
  readonly unitS: number;
}

/** Reads `26 hours`, `1.5 days` or `32 hours 30 minutes` as whole seconds. */
export function readDuration(written: string, least: 'positive' | 'zero' = 'positive'): Reading<Duration> {
  const text = written.trim().toLowerCase();
  const parts = EXPONENT.test(text) ? null : splitAmounts(text);
  if (parts === null) return notANumber(text, '26 hours');
  let seconds = 0;
  for (const { amount, unit } of parts) {
    const unitS = DURATION_UNITS.get(unit);
    if (unitS === undefined) {
      if (unit === '')
        return bad('WRONG_UNIT', `${quoted(text)} has no unit; write ${amount} and one of ${DURATION_NAMES}`);
      if (SIZE_UNITS.has(unit))
        return bad('WRONG_UNIT', `${quoted(text)} is a size; a duration is needed: ${DURATION_NAMES}`);
      return bad(
        'WRONG_UNIT',
        `${quoted(text)}: ${quoted(unit)} is no unit of time; ${meant(unit, ['minutes', 'hours', 'days', 'weeks'], `write ${DURATION_NAMES}`)}`,
      );
    }
    seconds += amount * unitS;
  }
  seconds = Math.round(seconds);
  if (seconds > MAX_S)
    return bad('NUMBER_OUT_OF_RANGE', `${quoted(text)} is longer than 100 years; write a shorter time`);
  if (seconds <= 0 && least === 'positive')
    return bad('NUMBER_OUT_OF_RANGE', `${quoted(text)} is no time at all; write more than 0`);
  return good({ seconds, unitS: DURATION_UNITS.get(parts[0]?.unit ?? '') ?? HOUR_S });
}

/** Reads `350 MB` or `1.5 TiB` as whole bytes. */
export function readSize(written: string): Reading<number> {
  const text = written.trim().toLowerCase();
  const parts = EXPONENT.test(text) ? null : splitAmounts(text);
  const [part, second] = parts ?? [];
  if (part === undefined || second !== undefined) return notANumber(text, '350 MB');
  const unitBytes = SIZE_UNITS.get(part.unit);
  if (unitBytes === undefined) {
    if (part.unit === '')
      return bad('WRONG_UNIT', `${quoted(text)} has no unit; write ${part.amount} and one of ${SIZE_NAMES}`);
    if (DURATION_UNITS.has(part.unit))
      return bad('WRONG_UNIT', `${quoted(text)} is a duration; a size is needed: ${SIZE_NAMES}`);
    return bad('WRONG_UNIT', `${quoted(text)}: ${quoted(part.unit)} is no unit of size; write ${SIZE_NAMES}`);
  }
  const bytes = Math.round(part.amount * unitBytes);
  if (!Number.isSafeInteger(bytes))
    return bad('NUMBER_OUT_OF_RANGE', `${quoted(text)} is too large; write less than 9000 TB`);
  if (bytes <= 0) return bad('NUMBER_OUT_OF_RANGE', `${quoted(text)} is no size at all; write at least 1 B`);
  return good(bytes);
}

/** Reads `50%`, `50 %` or `50 percent`; a number alone only where `bare` says that a percentage is all it can be. */
export function readPercent(written: string, bare: 'bare' | 'signed' = 'signed'): Reading<number> {
  const text = written.trim().toLowerCase();
  const match = /^(-?\d{1,15}(?:\.\d{1,9})?)\s*(%|percent)?$/.exec(text);
  if (match === null) return bad('WRONG_UNIT', `${quoted(text)} is not a percentage; write for example 50%`);
  if (match[2] === undefined && bare === 'signed') {
    return bad('WRONG_UNIT', `${quoted(text)} has no unit; write ${text}%`);
  }
  const percent = Number(match[1]);
  if (percent < 0 || percent > 100) {
    return bad('PERCENT_OUT_OF_RANGE', `${quoted(text)} is outside 0% to 100%; write a percentage between them`);
  }
  return good(percent);
}
