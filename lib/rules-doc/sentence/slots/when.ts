import type { GroupDays } from '../../../core/hours/calendar-times.ts';
import { dayLists } from './days.ts';
import type { DaysRead } from './days-read.ts';
import type { TokenReader } from './slot.ts';
import { ALL_WEEKDAYS } from './weekday.ts';
import { weekdayLists } from './weekday-lists.ts';

export const EVERY_DAY: GroupDays = { kind: 'weekdays', weekdays: ALL_WEEKDAYS };

/** Phrases that say every day, and those that may stand before days and say no more than they do. */
const DAILY = [
  ...[
    'every day',
    'each day',
    'every night',
    'each night',
    'every single day',
    'daily',
    'nightly',
    'per day',
    'every morning',
    'every evening',
    'every afternoon',
    'each morning',
    'each evening',
  ],
  ...['once a day', 'once per day', 'once daily', 'once a night', 'once each day', 'once every day'],
];
const WEEKLY = ['weekly', 'once a week', 'once per week', 'every week', 'each week'];
const MONTHLY = ['monthly', 'once a month', 'once per month', 'every month', 'each month'];
const EXCEPT = ['except', 'except for', 'but', 'but not', 'excluding', 'apart from', 'other than', 'not'];

const wordsOf = (phrases: readonly string[]) => phrases.map((phrase) => phrase.split(' '));
const [DAILY_WORDS, WEEKLY_WORDS, MONTHLY_WORDS, EXCEPT_WORDS] = [DAILY, WEEKLY, MONTHLY, EXCEPT].map(wordsOf);

/** The token behind the longest of these phrases that stands at a token; -1 where none does. */
function behindPhrase({ tokens }: TokenReader, at: number, phrases: readonly (readonly string[])[] = []): number {
  const first = tokens[at]?.text;
  let best = -1;
  for (const words of phrases) {
    if (words[0] === first && words.every((word, step) => tokens[at + step]?.text === word)) {
      best = Math.max(best, at + words.length);
    }
  }
  return best;
}

/** When: `every day`, `daily`, `on weekdays`, `every Monday`, `Mondays`, `monthly on the 1st`; exceptions behind it. */
export function readWhen(reader: TokenReader, at: number): readonly DaysRead[] {
  const daily = behindPhrase(reader, at, DAILY_WORDS);
  const found = daily >= 0 ? [{ end: daily, days: EVERY_DAY }] : [];
  let start = at;
  for (const phrases of [WEEKLY_WORDS, MONTHLY_WORDS]) {
    const behind = behindPhrase(reader, at, phrases);
    if (behind >= 0 && reader.tokens[behind]?.text === 'on') start = behind;
  }
  const word = reader.tokens[start]?.text ?? '';
  const first = ['on', 'every', 'each', 'only', 'from'].includes(word) ? start + 1 : start;
  const second = word === 'only' && reader.tokens[first]?.text === 'on' ? first + 1 : first;
  const third = word === 'on' && ['every', 'each'].includes(reader.tokens[second]?.text ?? '') ? second + 1 : second;
  return [...found, ...dayLists(reader, third)]
    .map((read) => (reader.tokens[read.end]?.text === 'only' ? { ...read, end: read.end + 1 } : read))
    .map((read) => withExceptions(reader, read));
}

/** `except Sundays` behind days of the week: what is left of them. */
export function withExceptions(reader: TokenReader, read: DaysRead): DaysRead {
  const comma = reader.tokens[read.end]?.text === ',' ? read.end + 1 : read.end;
  const behind = behindPhrase(reader, comma, EXCEPT_WORDS);
  if (behind < 0 || read.days.kind !== 'weekdays') return read;
  const word = reader.tokens[behind]?.text ?? '';
  const [except] = weekdayLists(reader, ['on', 'every'].includes(word) ? behind + 1 : behind);
  if (except?.days.kind !== 'weekdays') return read;
  // `weekdays at 02:00 but Sundays at 05:00`: days with a time of their own are no exception.
  if (reader.tokens[behind - 1]?.text === 'but' && startsTimes(reader, except.end)) return read;
  const left = read.days.weekdays.filter(
    (day) => except.days.kind === 'weekdays' && !except.days.weekdays.includes(day),
  );
  return { end: except.end, days: { kind: 'weekdays', weekdays: left } };
}

/** The token behind `at`, `at about`, `around`; null where none of them stands there. */
export function behindAt({ tokens }: TokenReader, at: number): number | null {
  const about = ['around', 'about', 'approx', 'approximately', 'roughly'];
  const text = tokens[at]?.text ?? '';
  if (text === 'at' || text === '@') return about.includes(tokens[at + 1]?.text ?? '') ? at + 2 : at + 1;
  return text === 'around' || text === 'about' ? at + 1 : null;
}

/** True where days that end here belong to a time or a deadline behind them. */
export function startsTimes(reader: TokenReader, at: number): boolean {
  const text = reader.tokens[at]?.text ?? '';
  return behindAt(reader, at) !== null || ['by', 'done', 'finished', 'between', 'morning', 'night'].includes(text);
}
