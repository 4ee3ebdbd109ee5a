import type { GroupDays, TimeGroup } from '../../../core/hours/calendar-times.ts';
import { bad, good, type Reading } from '../../clauses/units.ts';
import { ALL_WEEKDAYS, behindJoiner, type DaysRead, dayLists, formatDays, weekdayLists } from './days.ts';
import type { Slotted, TokenReader } from './slot.ts';
import { bothTimes, endsBareHour, formatTime, readTimeAt, type TimeRead } from './time.ts';

const EVERY_DAY: GroupDays = { kind: 'weekdays', weekdays: ALL_WEEKDAYS };

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
function withExceptions(reader: TokenReader, read: DaysRead): DaysRead {
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

interface TimesRead {
  readonly end: number;
  readonly times: readonly Reading<TimeRead>[];
  /** True where `at` stands before a later time too: `at 02:00 and at 04:00`. */
  readonly isRepeated: boolean;
}

/** A list of times of day: `02:00 and 14:00`, `6am, noon and 6pm`, `06:00 and at 18:00`. */
function readTimes(reader: TokenReader, at: number, areDaysInFront = false): TimesRead | null {
  const times: Reading<TimeRead>[] = [];
  let end = at;
  let isRepeated = false;
  for (let next: number | null = at; next !== null; ) {
    const isAt: boolean = times.length > 0 && reader.tokens[next]?.text === 'at';
    const read = readTimeAt(reader, isAt ? next + 1 : next);
    if (read === null) break;
    const isBare = read.value.ok && 'hour' in read.value.value;
    if ((isBare || !read.value.ok) && !endsBareHour(reader, read.end)) break;
    // `weekdays at 22:00 and at 04:00 on Sunday`: the second time has days of its own.
    if (isAt && areDaysInFront && readWhen(reader, read.end).length > 0) break;
    isRepeated ||= isAt;
    times.push(read.value);
    end = read.end;
    next = behindJoiner(reader, end);
  }
  return times.length === 0 ? null : { end, times, isRepeated };
}

interface GroupRead {
  readonly end: number;
  readonly times: readonly Reading<TimeRead>[];
  /** Null where the group names no days. */
  readonly days: GroupDays | null;
  readonly isBehind: boolean;
  readonly isRepeated: boolean;
}

/** `at 02:00 on weekdays`, `weekdays at 02:00`, `2am daily`. */
function readGroup(reader: TokenReader, at: number): GroupRead | null {
  const start = behindAt(reader, at);
  if (start !== null) {
    const times = readTimes(reader, start);
    return times === null ? null : withDaysBehind(reader, times);
  }
  for (const when of readWhen(reader, at)) {
    const comma = reader.tokens[when.end]?.text === ',' ? when.end + 1 : when.end;
    const from = behindAt(reader, comma);
    const times = from === null ? null : readTimes(reader, from, true);
    if (times !== null) {
      const { end, days } = withExceptions(reader, { end: times.end, days: when.days });
      return { ...times, end, days, isBehind: false };
    }
  }
  // `2am daily`, `6am and 6pm on weekdays`: times that are sure, with days right behind them.
  const isSure = reader.tokens[at]?.kind !== 'number' || ['am', 'pm'].includes(reader.tokens[at + 1]?.text ?? '');
  const times = isSure ? readTimes(reader, at) : null;
  return times === null ? null : daysAfter(reader, times);
}

function daysAfter(reader: TokenReader, times: TimesRead): GroupRead | null {
  const group = withDaysBehind(reader, times);
  return group.days === null ? null : group;
}

/** The token behind `at`, `at about`, `around`; null where none of them stands there. */
function behindAt({ tokens }: TokenReader, at: number): number | null {
  const about = ['around', 'about', 'approx', 'approximately', 'roughly'];
  const text = tokens[at]?.text ?? '';
  if (text === 'at' || text === '@') return about.includes(tokens[at + 1]?.text ?? '') ? at + 2 : at + 1;
  return text === 'around' || text === 'about' ? at + 1 : null;
}

function withDaysBehind(reader: TokenReader, times: TimesRead): GroupRead {
  const whens = readWhen(reader, times.end);
  const isComma = whens.length === 0 && reader.tokens[times.end]?.text === ',';
  const behind = isComma ? readWhen(reader, times.end + 1).find(({ end }) => !startsTimes(reader, end)) : undefined;
  if (behind !== undefined) return { ...times, end: behind.end, days: behind.days, isBehind: true };
  // `at 02:00 on Mondays and Thursdays at 03:00`: the Thursdays belong to what follows.
  const when = whens.find(({ end }) => behindAt(reader, end) === null) ?? whens[0];
  if (when !== undefined) return { ...times, end: when.end, days: when.days, isBehind: true };
  const { end, days } = withExceptions(reader, { end: times.end, days: EVERY_DAY });
  return { ...times, end, days: end === times.end ? null : days, isBehind: true };
}

/** True where days that end here belong to a time or a deadline behind them. */
function startsTimes(reader: TokenReader, at: number): boolean {
  const text = reader.tokens[at]?.text ?? '';
  return behindAt(reader, at) !== null || ['by', 'done', 'finished', 'between', 'morning', 'night'].includes(text);
}

function readGroups(reader: TokenReader, at: number): readonly GroupRead[] {
  const groups: GroupRead[] = [];
  for (let next: number | null = at; next !== null; ) {
    const group = readGroup(reader, next);
    if (group === null) break;
    groups.push(group);
    next = behindJoiner(reader, group.end);
  }
  return groups;
}

/** `{times}`: when runs are expected, by times of day. */
export function timesSlot(reader: TokenReader, at: number): readonly Slotted<readonly TimeGroup[]>[] {
  const groups = readGroups(reader, at);
  const last = groups.at(-1);
  return last === undefined ? [] : [{ end: last.end, value: toGroups(groups) }];
}

function toGroups(groups: readonly GroupRead[]): Reading<readonly TimeGroup[]> {
  for (const { times, days } of groups) {
    for (const time of times) {
      if (!time.ok) return time;
      if ('hour' in time.value) return bareHour(time.value.hour, days);
    }
  }
  const [first] = groups;
  if (groups.length === 1 && first?.isRepeated && hasOwnDays(first)) return twoReadings(first);
  if (groups.length > 1 && groups.some(({ days }) => days === null)) return openDays(groups);
  const read = groups.map(({ times, days }) => ({ minutesOfDay: minutesOf(times), days: days ?? EVERY_DAY }));
  for (const { days } of read) {
    if (days.kind === 'weekdays' && days.weekdays.length === 0) {
      return bad('BAD_DAYS', 'no day is left of these; write the days on which it runs, such as on mon-fri');
    }
  }
  return good(mergeGroups(read));
}

function minutesOf(times: readonly Reading<TimeRead>[]): readonly number[] {
  const minutes = times.flatMap((time) => (time.ok && 'minuteOfDay' in time.value ? time.value.minuteOfDay : []));
  return [...new Set(minutes)].sort((a, b) => a - b);
}

/** Groups of the same days become one, so that each rule has one form. */
export function mergeGroups(groups: readonly TimeGroup[]): readonly TimeGroup[] {
  const byDays = new Map<string, TimeGroup>();
  for (const group of groups) {
    const key = JSON.stringify(group.days);
    const minutes = [...(byDays.get(key)?.minutesOfDay ?? []), ...group.minutesOfDay];
    byDays.set(key, { minutesOfDay: [...new Set(minutes)].sort((a, b) => a - b), days: group.days });
  }
  return [...byDays.values()];
}

function bareHour(hour: number, days: GroupDays | null): Reading<never> {
  const on = days === null ? '' : formatDays(days);
  const written = bothTimes({ hour }).map((time) => `at ${time}${on === '' ? '' : ` ${on}`}`);
  return bad('BAD_TIME', `${hour} may be ${bothTimes({ hour }).join(' or ')}; write ${written.join(' or ')}`);
}

function hasOwnDays({ days, isBehind }: GroupRead): boolean {
  return isBehind && days !== null && formatDays(days) !== '';
}

function twoReadings({ times, days }: GroupRead): Reading<never> {
  const all = minutesOf(times).map(formatTime);
  const last = times.at(-1);
  const own = last?.ok && 'minuteOfDay' in last.value ? formatTime(last.value.minuteOfDay) : '';
  const on = days === null ? '' : formatDays(days);
  const others = all.filter((time) => time !== own);
  return bad(
    'BAD_DAYS',
    `the days may be of all times or of the last; write at ${all.join(' and ')} ${on}, or at ${others.join(' and ')} every day and at ${own} ${on}`,
  );
}

function openDays(groups: readonly GroupRead[]): Reading<never> {
  const open = groups.find(({ days }) => days === null);
  const sure = groups.find(({ days }) => days !== null);
  const times = minutesOf(open?.times ?? [])
    .map(formatTime)
    .join(' and ');
  const days = sure?.days ? formatDays(sure.days) : '';
  return bad(
    'BAD_DAYS',
    `on which days at ${times} is left open; write at ${times} every day, or at ${times}${days === '' ? ' on the days that are meant' : ` ${days}`}`,
  );
}

/** Groups as a sentence writes them: `at 02:00 and 14:00 on weekdays and at 04:00 on sat`. */
export function formatGroups(groups: readonly TimeGroup[]): string {
  return groups
    .map(({ minutesOfDay, days }) => {
      const on = formatDays(days);
      const when = on === '' && groups.length > 1 ? 'every day' : on;
      return `at ${minutesOfDay.map(formatTime).join(' and ')}${when === '' ? '' : ` ${when}`}`;
    })
    .join(' and ');
}
