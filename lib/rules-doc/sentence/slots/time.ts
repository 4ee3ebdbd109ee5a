import { bad, good, type Reading } from '../../clauses/units.ts';
import type { Slotted, TokenReader } from './slot.ts';

const ZONES = new Set(
  [
    'utc',
    'gmt',
    'z',
    'cet',
    'cest',
    'est',
    'edt',
    'cst',
    'cdt',
    'mst',
    'mdt',
    'pst',
    'pdt',
    'bst',
    'ist',
    'sgt',
  ].concat(['jst', 'kst', 'hkt', 'aest', 'aedt', 'eet', 'eest', 'wet', 'msk', 'zulu', 'local', 'et', 'pt']),
);

/** `02:00` from minutes after midnight. */
export function formatTime(minuteOfDay: number): string {
  return `${String(Math.floor(minuteOfDay / 60)).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`;
}

/** Both readings of an hour that says neither: `2` is 02:00 or 14:00. */
export interface BareHour {
  readonly hour: number;
}

export type TimeRead = { readonly minuteOfDay: number } | BareHour;

function clockTime(hours: number, minutes: number, written: string): Reading<TimeRead> {
  if (hours === 24 && minutes === 0) {
    return bad('BAD_TIME', `"${written}" is the end of a day; write 00:00, or midnight, for the beginning of the next`);
  }
  if (hours > 23 || minutes > 59) {
    return bad(
      'BAD_TIME',
      `"${written}" is no time of day; write hours and minutes from 00:00 to 23:59, such as 02:00`,
    );
  }
  return good({ minuteOfDay: hours * 60 + minutes });
}

/** Hours and minutes where `am` or `pm` follows, at a token. */
function halfDay(
  reader: TokenReader,
  at: number,
  hours: number,
  minutes: number,
): { end: number; value: Reading<TimeRead> } | null {
  const meridiem = reader.tokens[at]?.text;
  if (meridiem !== 'am' && meridiem !== 'pm') return null;
  const isPossible = hours >= 1 && hours <= 12 && minutes <= 59;
  if (!isPossible) {
    const sure = hours <= 23 && minutes <= 59 ? `; write ${formatTime(hours * 60 + minutes)}` : '';
    const message = `${hours} ${meridiem} is no time of day${sure === '' ? '; write hours and minutes such as 02:00' : sure}`;
    return { end: at + 1, value: bad('BAD_TIME', message) };
  }
  return { end: at + 1, value: good({ minuteOfDay: ((hours % 12) + (meridiem === 'pm' ? 12 : 0)) * 60 + minutes }) };
}

/** A time of day from a token on: `02:00`, `2am`, `2:30 pm`, `02.00`, `2h30`, `midnight`, `noon`, or a bare hour. */
export function readTimeAt(reader: TokenReader, at: number): { end: number; value: Reading<TimeRead> } | null {
  const read = readClock(reader, at);
  if (read === null) return null;
  const zone = reader.tokens[read.end];
  const slash = reader.tokens[read.end + 1];
  const isPlace = zone?.kind === 'word' && slash?.text === '/' && slash.isGlued && reader.tokens[read.end + 2]?.isGlued;
  if (zone?.kind === 'word' && (ZONES.has(zone.text) || isPlace)) {
    const message = `a time of day names no zone; take "${zone.raw}" out, and write timezone: under the job or settings`;
    return { end: read.end + (isPlace ? 3 : 1), value: bad('BAD_TIME', message) };
  }
  return read;
}

function readClock(reader: TokenReader, at: number): { end: number; value: Reading<TimeRead> } | null {
  const { tokens } = reader;
  const token = tokens[at];
  const next = tokens[at + 1];
  if (token === undefined) return null;
  if (token.text === 'midnight') return { end: at + 1, value: good({ minuteOfDay: 0 }) };
  if (token.text === 'noon' || token.text === 'midday') return { end: at + 1, value: good({ minuteOfDay: 720 }) };
  if (token.kind === 'clock') {
    const [hours = 0, minutes = 0, seconds = 0] = token.text.split(':').map(Number);
    if (seconds > 0)
      return { end: at + 1, value: bad('BAD_TIME', `"${token.raw}" has seconds; write hours and minutes`) };
    return halfDay(reader, at + 1, hours, minutes) ?? { end: at + 1, value: clockTime(hours, minutes, token.raw) };
  }
  if (token.kind !== 'number') return null;
  const dotted = /^(\d{1,2})\.(\d\d)$/.exec(token.text);
  if (dotted !== null) {
    const [hours, minutes] = [Number(dotted[1]), Number(dotted[2])];
    return halfDay(reader, at + 1, hours, minutes) ?? { end: at + 1, value: clockTime(hours, minutes, token.raw) };
  }
  if (!/^\d{1,2}$/.test(token.text)) return null;
  const hours = Number(token.text);
  const half = halfDay(reader, at + 1, hours, 0);
  if (half !== null) return half;
  if (next?.text === 'h' && next.isGlued) {
    const minutes = tokens[at + 2];
    if (minutes?.isGlued && /^\d\d$/.test(minutes.text)) {
      return { end: at + 3, value: clockTime(hours, Number(minutes.text), `${token.raw}h${minutes.raw}`) };
    }
    return { end: at + 2, value: clockTime(hours, 0, `${token.raw}h`) };
  }
  const oclock = next?.text === "o'clock" ? 1 : 0;
  if (hours > 23) return { end: at + 1 + oclock, value: clockTime(hours, 0, token.raw) };
  return { end: at + 1 + oclock, value: good(hours > 12 ? { minuteOfDay: hours * 60 } : { hour: hours }) };
}

/** True where a bare hour ends: a unit or another word behind it would make it another thing. */
export function endsBareHour(reader: TokenReader, at: number): boolean {
  const token = reader.tokens[at];
  if (token === undefined || token.kind === 'symbol') return token?.text !== '%' && token?.text !== ':';
  return (
    token.kind === 'word' &&
    !token.isGlued &&
    /^(on|and|every|each|daily|nightly|but|at|except|in|by)$/.test(token.text)
  );
}

/** `{time}`: one sure time of day, as minutes after midnight. A bare hour is an error that names both readings. */
export function timeSlot(reader: TokenReader, at: number): readonly Slotted<number>[] {
  const read = readTimeAt(reader, at);
  if (read === null) return [];
  if (!read.value.ok) return [{ end: read.end, value: read.value }];
  const time = read.value.value;
  if ('hour' in time) {
    if (!endsBareHour(reader, read.end)) return [];
    const message = `${time.hour} may be ${bothTimes(time).join(' or ')}; write one of them`;
    return [{ end: read.end, value: bad('BAD_TIME', message) }];
  }
  return [{ end: read.end, value: good(time.minuteOfDay) }];
}

/** What a bare hour may mean: `02:00` and `14:00`. */
export function bothTimes({ hour }: BareHour): readonly string[] {
  if (hour === 0) return ['00:00'];
  return [formatTime((hour % 24) * 60), formatTime(((hour + 12) % 24) * 60)];
}
