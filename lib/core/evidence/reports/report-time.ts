import { instantOf } from '../../hours/zone.ts';
import { type Instant, SECOND_MS } from '../../instant.ts';

/** Numbers below this are seconds since 1970 (it is the year 5138), others milliseconds. */
const FIRST_MILLISECONDS = 1e11;
const LATEST_MS = 8.64e15;

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * A time as backup tools write them: seconds or milliseconds since 1970, or ISO 8601 with an offset, or without one,
 * which is then a reading in `zone`. Whole milliseconds, floored; null when it is no time.
 */
export function readTime(value: unknown, zone: string): Instant | null {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d{9,13}(\.\d{1,9})?$/.test(text)) return fromEpoch(Number(text));
  const [, date, minutes, seconds = '00', fraction = '', offset] = TIME.exec(text) ?? [];
  if (date === undefined || minutes === undefined) return null;
  const wall = Date.parse(`${date}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  // Date.parse takes 31 February for 3 March.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(date)) return null;
  return offset === undefined ? instantOf(zone, wall) : wall - offsetMs(offset);
}

function fromEpoch(value: number): Instant | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  const ms = Math.floor(value < FIRST_MILLISECONDS ? value * SECOND_MS : value);
  return ms <= LATEST_MS ? ms : null;
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60 * SECOND_MS;
}
