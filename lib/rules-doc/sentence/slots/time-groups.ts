import type { GroupDays } from '../../../core/hours/calendar-times.ts';
import type { Reading } from '../../clauses/units.ts';
import { behindJoiner } from './joiner.ts';
import type { TokenReader } from './slot.ts';
import { endsBareHour, readTimeAt, type TimeRead } from './time.ts';
import { behindAt, EVERY_DAY, readWhen, startsTimes, withExceptions } from './when.ts';

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

/** Times of day with the days that stand by them. */
export interface GroupRead {
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

/** Every group from a token on, with what joins them. */
export function readGroups(reader: TokenReader, at: number): readonly GroupRead[] {
  const groups: GroupRead[] = [];
  for (let next: number | null = at; next !== null; ) {
    const group = readGroup(reader, next);
    if (group === null) break;
    groups.push(group);
    next = behindJoiner(reader, group.end);
  }
  return groups;
}
