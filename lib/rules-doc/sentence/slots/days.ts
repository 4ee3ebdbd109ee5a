import type { GroupDays, MonthDay, NthWeekday } from '../../../core/hours/calendar-times.ts';
import type { TokenReader } from './slot.ts';

export const ALL_WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
const DAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SHORT_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const WEEKDAYS: ReadonlyMap<string, number> = new Map<string, number>([
  ...DAY_NAMES.flatMap((name, index) => [name, `${name}s`].map((each) => [each, index + 1] as const)),
  ...SHORT_NAMES.map((name, index) => [name, index + 1] as const),
  ['tues', 2],
  ['weds', 3],
  ['thur', 4],
  ['thurs', 4],
  ['mons', 1],
  ['fris', 5],
  ['sats', 6],
  ['suns', 7],
]);

const GROUPS: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ...['weekday', 'weekdays', 'workday', 'workdays'].map((word) => [word, [1, 2, 3, 4, 5]] as const),
  ...['weekend', 'weekends'].map((word) => [word, [6, 7]] as const),
]);

const ORDINALS: ReadonlyMap<string, number> = new Map(
  ['first', 'second', 'third', 'fourth', 'fifth'].map((word, index) => [word, index + 1] as const),
);

const RANGE_WORDS = new Set(['-', '\u2013', '\u2014', 'to', 'through', 'thru', 'until', 'till']);

/** Every word that names days of the week, for names that must not hold one. */
export const DAY_WORDS: ReadonlySet<string> = new Set([...WEEKDAYS.keys(), ...GROUPS.keys()]);

/** Days as they stand in a sentence. */
export interface DaysRead {
  readonly end: number;
  readonly days: GroupDays;
}

/** ISO weekday of a word; null where it is none. */
export function weekdayOf(word: string): number | null {
  return WEEKDAYS.get(word) ?? null;
}

/** `mon` for 1. */
export function weekdayName(weekday: number): string {
  return SHORT_NAMES[weekday - 1] ?? '';
}

/** One item: `mon`, `mon-fri`, `Monday through Friday`, `weekdays`, `business days`. */
function weekdayItem({ tokens }: TokenReader, at: number): { end: number; weekdays: readonly number[] } | null {
  const text = tokens[at]?.text ?? '';
  const group = GROUPS.get(text);
  if (group !== undefined) return { end: at + 1, weekdays: group };
  if (['business', 'working', 'work', 'week'].includes(text) && /^days?$/.test(tokens[at + 1]?.text ?? '')) {
    return { end: at + 2, weekdays: [1, 2, 3, 4, 5] };
  }
  const from = weekdayOf(text);
  if (from === null) return null;
  const to = RANGE_WORDS.has(tokens[at + 1]?.text ?? '') ? weekdayOf(tokens[at + 2]?.text ?? '') : null;
  if (to === null) return { end: at + 1, weekdays: [from] };
  const count = ((to - from + 7) % 7) + 1;
  return { end: at + 3, weekdays: Array.from({ length: count }, (_, step) => ((from - 1 + step) % 7) + 1) };
}

/** The token behind what joins two items of a list: `,` `and` `&` `/` `+`, also `, and`. */
export function behindJoiner({ tokens }: TokenReader, at: number): number | null {
  const text = tokens[at]?.text ?? '';
  if (text === ',') return tokens[at + 1]?.text === 'and' ? at + 2 : at + 1;
  return ['and', '&', '/', '+', 'plus'].includes(text) ? at + 1 : null;
}

/** Skips `on`, `every`, `each`, `the` in front of a day. */
function behind(words: readonly string[], { tokens }: TokenReader, at: number): number {
  return words.includes(tokens[at]?.text ?? '') ? at + 1 : at;
}

/** Each end of a list of days of the week, the longest first. */
export function weekdayLists(reader: TokenReader, at: number): readonly DaysRead[] {
  const found: DaysRead[] = [];
  const days = new Set<number>();
  for (let next: number | null = at; next !== null; ) {
    const item = weekdayItem(reader, next);
    if (item === null) break;
    for (const day of item.weekdays) days.add(day);
    found.unshift({ end: item.end, days: { kind: 'weekdays', weekdays: [...days].sort((a, b) => a - b) } });
    const joined = behindJoiner(reader, item.end);
    next = joined === null ? null : behind(['on', 'every'], reader, joined);
  }
  return found;
}

/** `of the month`, `of each month`, `in the month`; the same token where it does not follow. */
function behindOfMonth({ tokens }: TokenReader, at: number): number {
  const words = [0, 1, 2].map((step) => tokens[at + step]?.text ?? '');
  if (['of', 'in'].includes(words[0] ?? '') && words[1] === 'month') return at + 2;
  const isOf = ['of', 'in'].includes(words[0] ?? '') && ['the', 'each', 'every', 'a'].includes(words[1] ?? '');
  if (isOf && words[2] === 'month') return at + 3;
  return ['every', 'each'].includes(words[0] ?? '') && words[1] === 'month' ? at + 2 : at;
}

/** `the 1st`, `1st`, `day 1`, `the last day`, `first day`. */
function monthDayItem(reader: TokenReader, at: number): { end: number; day: MonthDay } | null {
  const { tokens } = reader;
  const start = behind(['the'], reader, at);
  const [first, second, third] = [0, 1, 2].map((step) => tokens[start + step]?.text ?? '');
  if (first === 'day' && /^\d{1,2}$/.test(second ?? '')) return inMonth(start + 2, Number(second));
  if (first === 'last' && second === 'day') return { end: start + 2, day: 'last' };
  if (first === 'first' && second === 'day') return { end: start + 2, day: 1 };
  if (first === 'first' && behindOfMonth(reader, start + 1) > start + 1) return { end: start + 1, day: 1 };
  if (/^\d{1,2}$/.test(first ?? '') && ['st', 'nd', 'rd', 'th'].includes(second ?? '') && tokens[start + 1]?.isGlued) {
    if (third === 'day') return inMonth(start + 3, Number(first));
    return weekdayOf(third ?? '') === null ? inMonth(start + 2, Number(first)) : null;
  }
  return null;
}

function inMonth(end: number, day: number): { end: number; day: MonthDay } | null {
  return day >= 1 && day <= 31 ? { end, day } : null;
}

function monthDayLists(reader: TokenReader, at: number): readonly DaysRead[] {
  const found: DaysRead[] = [];
  const days: MonthDay[] = [];
  for (let next: number | null = at; next !== null; ) {
    const item = monthDayItem(reader, next);
    if (item === null) break;
    if (!days.includes(item.day)) days.push(item.day);
    const end = behindOfMonth(reader, item.end);
    found.unshift({ end, days: { kind: 'month-days', monthDays: sortedDays(days) } });
    const joined = behindJoiner(reader, end);
    next = joined === null ? null : behind(['on'], reader, joined);
  }
  return found;
}

function sortedDays(days: readonly MonthDay[]): readonly MonthDay[] {
  return [...days].sort((a, b) => (a === 'last' ? 32 : a) - (b === 'last' ? 32 : b));
}

/** `first Sunday`, `the 2nd and 4th Friday`, `last fri`, with `of the month` behind. */
function nthLists(reader: TokenReader, at: number): readonly DaysRead[] {
  const { tokens } = reader;
  const nthAt = (start: number): { end: number; nth: number | 'last' } | null => {
    const from = behind(['the'], reader, start);
    const text = tokens[from]?.text ?? '';
    if (text === 'last') return { end: from + 1, nth: 'last' };
    const word = ORDINALS.get(text);
    if (word !== undefined) return { end: from + 1, nth: word };
    const suffix = tokens[from + 1];
    const isOrdinal = /^[1-5]$/.test(text) && suffix?.isGlued && ['st', 'nd', 'rd', 'th'].includes(suffix.text);
    return isOrdinal ? { end: from + 2, nth: Number(text) } : null;
  };
  const found: NthWeekday[] = [];
  let end: number | null = at;
  let last = -1;
  while (end !== null) {
    const nths: (number | 'last')[] = [];
    let weekday: number | null = null;
    let from: number = behind(['on'], reader, end);
    for (let nth = nthAt(from); nth !== null; nth = nthAt(from)) {
      nths.push(nth.nth);
      weekday = weekdayOf(tokens[nth.end]?.text ?? '');
      if (weekday !== null) {
        from = nth.end + 1;
        break;
      }
      const joined = behindJoiner(reader, nth.end);
      if (joined === null) break;
      from = joined;
    }
    if (weekday === null) break;
    for (const nth of nths) found.push({ nth, weekday });
    const month = behindOfMonth(reader, from);
    last = month;
    end = behindJoiner(reader, month);
  }
  if (found.length === 0) return [];
  // Without "of the month" it is left open of what the Sunday is the first.
  const isOfMonth = behindOfMonth(reader, last - 3) === last || behindOfMonth(reader, last - 2) === last;
  return isOfMonth ? [{ end: last, days: { kind: 'nth-weekdays', nthWeekdays: sortedNths(found) } }] : [];
}

function sortedNths(days: readonly NthWeekday[]): readonly NthWeekday[] {
  const rank = ({ nth, weekday }: NthWeekday) => (nth === 'last' ? 6 : nth) * 10 + weekday;
  const byRank = new Map(days.map((day) => [rank(day), day]));
  return [...byRank.entries()].sort(([a], [b]) => a - b).map(([, day]) => day);
}

/** Every way in which days begin at a token, the longest first; `on`, `every` and the like stand before it. */
export function dayLists(reader: TokenReader, at: number): readonly DaysRead[] {
  return [...nthLists(reader, at), ...monthDayLists(reader, at), ...weekdayLists(reader, at)].sort(
    (a, b) => b.end - a.end,
  );
}

const NTH_WORDS = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

function ordinal(day: number): string {
  const suffix = day % 10 > 3 || (day > 10 && day < 14) ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${suffix}`;
}

/** Days as a sentence writes them behind a time: `on weekdays`, `on the 1st of the month`; empty for every day. */
export function formatDays(days: GroupDays): string {
  switch (days.kind) {
    case 'weekdays':
      return formatWeekdays(days.weekdays);
    case 'month-days': {
      const words = days.monthDays.map((day) => (day === 'last' ? 'the last day' : `the ${ordinal(day)}`));
      return `on ${words.join(' and ')} of the month`;
    }
    case 'nth-weekdays': {
      const words = days.nthWeekdays.map(
        ({ nth, weekday }) => `the ${nth === 'last' ? 'last' : NTH_WORDS[nth]} ${weekdayName(weekday)}`,
      );
      return `on ${words.join(' and ')} of the month`;
    }
  }
}

function formatWeekdays(weekdays: readonly number[]): string {
  if (weekdays.length === 7) return '';
  if (weekdays.join('') === '12345') return 'on weekdays';
  return `on ${weekdays.map(weekdayName).join(', ')}`;
}
