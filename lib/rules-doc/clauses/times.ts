import { parseDate } from '../../core/hours/zone.ts';
import { quoted } from '../yaml/problem-log.ts';
import { bad, good, type Reading } from './units.ts';

const DAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** ISO weekday, 1 = Monday, of a day's name in full or its first letters (`mon`, `tues`, `thurs`), also plural. */
function weekdayOf(word: string): number | null {
  const singular =
    word.length > 4 && word.endsWith('s') && DAY_NAMES.includes(word.slice(0, -1)) ? word.slice(0, -1) : word;
  if (singular.length < 3) return null;
  const index = DAY_NAMES.findIndex((name) => name.startsWith(singular));
  return index < 0 ? null : index + 1;
}

const GROUPS: ReadonlyMap<string, readonly number[]> = new Map([
  ['weekday', [1, 2, 3, 4, 5]],
  ['weekdays', [1, 2, 3, 4, 5]],
  ['weekend', [6, 7]],
  ['weekends', [6, 7]],
  ['daily', [1, 2, 3, 4, 5, 6, 7]],
]);

/** The ISO weekdays of one word: `mon`, `mon-fri`, `fri-mon`, `weekdays`; null when it is no day. */
export function daysOfWord(word: string): readonly number[] | null {
  const group = GROUPS.get(word);
  if (group !== undefined) return group;
  const [fromWord = '', toWord, more] = word.split('-');
  const from = weekdayOf(fromWord);
  if (from === null || more !== undefined) return null;
  if (toWord === undefined) return [from];
  const to = weekdayOf(toWord);
  if (to === null) return null;
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, step) => ((from - 1 + step) % 7) + 1);
}

/** Reads `weekdays`, `mon, thu`, `mon-fri and sun` as ISO weekdays, ascending. */
export function readDays(written: string): Reading<readonly number[]> {
  const words = written
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '' && word !== 'and' && word !== 'on');
  const days = new Set<number>();
  for (const word of words) {
    const found = daysOfWord(word);
    if (found === null) {
      return bad(
        'BAD_DAYS',
        `${quoted(word)} is no day of the week; write for example mon, thu or mon-fri or weekdays`,
      );
    }
    for (const day of found) days.add(day);
  }
  if (days.size === 0) return bad('BAD_DAYS', `${quoted(written)} names no day; write for example mon-fri`);
  return good([...days].sort((a, b) => a - b));
}

/** Reads `02:00` as minutes after midnight. */
export function readTime(written: string): Reading<number> {
  const match = /^(\d{1,2}):(\d\d)$/.exec(written.trim());
  const hours = Number(match?.[1]);
  const minutes = Number(match?.[2]);
  if (match === null || hours > 23 || minutes > 59) {
    return bad(
      'BAD_TIME',
      `${quoted(written.trim())} is no time of day; write hours and minutes from 00:00 to 23:59, such as 02:00`,
    );
  }
  return good(hours * 60 + minutes);
}

/** Reads `20:00-08:00`, which may cross midnight. */
export function readTimeSpan(written: string): Reading<{ fromMinute: number; toMinute: number }> {
  const [fromText = '', toText, more] = written.split('-');
  if (toText === undefined || more !== undefined) {
    return bad('BAD_TIME', `${quoted(written)} is no span of time; write it as 20:00-08:00`);
  }
  const from = readTime(fromText);
  if (!from.ok) return from;
  const to = readTime(toText);
  if (!to.ok) return to;
  if (from.value === to.value) {
    return bad('BAD_TIME', `${quoted(written)} ends when it begins; write two different times, or leave it out`);
  }
  return good({ fromMinute: from.value, toMinute: to.value });
}

/** Reads `2026-12-24`. */
export function readDate(written: string): Reading<string> {
  const text = written.trim();
  if (parseDate(text) !== null) return good(text);
  return bad('BAD_DATE', `${quoted(text)} is no date of the calendar; write year-month-day, such as 2026-12-24`);
}

/** Reads `2026-12-20..2027-01-03`, both ends included, or a single date. */
export function readDateSpan(written: string): Reading<{ from: string; to: string }> {
  const [fromText = '', toText = fromText, more] = written.split('..');
  if (more !== undefined)
    return bad('BAD_DATE', `${quoted(written)} is no span of dates; write 2026-12-20..2027-01-03`);
  const from = readDate(fromText);
  if (!from.ok) return from;
  const to = readDate(toText);
  if (!to.ok) return to;
  if (from.value > to.value) {
    return bad('BAD_DATE', `${quoted(written)} ends before it begins; write the earlier date first`);
  }
  return good({ from: from.value, to: to.value });
}
