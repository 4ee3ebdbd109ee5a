import type { GroupDays, TimeGroup } from '../../../core/hours/calendar-times.ts';
import { bad, good, type Reading } from '../../clauses/units.ts';
import { formatDays } from './format-days.ts';
import { mergeGroups } from './format-groups.ts';
import type { Slotted, TokenReader } from './slot.ts';
import { bothTimes, formatTime, type TimeRead } from './time.ts';
import { type GroupRead, readGroups } from './time-groups.ts';
import { EVERY_DAY } from './when.ts';

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
