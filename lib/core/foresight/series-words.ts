import { timeOfDay } from '../hours/calendar-days.ts';
import { dateText, wallClockAt } from '../hours/zone.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../instant.ts';
import { MONTHS } from '../message/local-time.ts';
import { formatAge, formatBytes, formatDuration } from '../quantity.ts';
import type { LearnedSchedule } from './learned-schedule.ts';
import type { LearnedLine, LearnedSeries } from './learned-series.ts';

const MAX_NAMED = 5;
const SMALL_NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** `28 Sep`, or `28 Sep 2025` in another year than now's. */
export function shortDate(ts: Instant, now: Instant, zone: string): string {
  const [year = '', month = '', day = ''] = dateText(wallClockAt(zone, ts)).split('-');
  const text = `${Number(day)} ${MONTHS[Number(month) - 1]}`;
  return year === dateText(wallClockAt(zone, now)).slice(0, 4) ? text : `${text} ${year}`;
}

/** What was seen of a series, in a sentence: the comment above its job. */
export function seriesWords(
  { series, lines, except, quiet }: LearnedSeries,
  schedule: LearnedSchedule,
  now: Instant,
  zone: string,
): string {
  const first = Math.min(...lines.map(({ times }) => times[0] ?? now));
  const count = lines.reduce((sum, { times }) => sum + times.length, 0);
  const noun =
    series.tool !== null ? 'runs' : series.kind === 'run' ? 'folders' : series.kind === 'mirror' ? 'updates' : 'files';
  const range = hoursText(
    lines.flatMap(({ times }) => times),
    schedule,
    zone,
  );
  const parts = [
    `${membersText(lines)}${count} ${howOften(schedule, lines, zone)}${noun} since ${shortDate(first, now, zone)}`,
    sizesText(lines),
    ...(range === null ? [] : [range]),
  ];
  const notes = [
    ...(series.tool === null ? [] : [`a ${series.tool} repository`]),
    ...(schedule.isRegular ? [] : ['no period explains them: the interval is one that is seldom exceeded']),
    ...(quiet === undefined ? [] : [`made only where something changed: ${series.marker} says when it ran`]),
    ...missingText(lines, schedule, now, zone),
    ...(except.length === 0 ? [] : [`left out, since ended or otherwise: ${named(except)}`]),
  ];
  return [parts.join(', '), ...notes].join('; ');
}

function membersText(lines: readonly LearnedLine[]): string {
  const members = lines.flatMap(({ member }) => member ?? []).sort();
  return members.length === 0 ? '' : `${members.length} names (${named(members)}): `;
}

function named(names: readonly string[]): string {
  return names.length <= MAX_NAMED ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function howOften({ times, isRegular }: LearnedSchedule, lines: readonly LearnedLine[], zone: string): string {
  if (!isRegular) return '';
  switch (times.kind) {
    case 'interval':
      if (times.everyMs === DAY_MS) return isAtNight(lines, zone) ? 'nightly ' : 'daily ';
      if (times.everyMs === 7 * DAY_MS) return 'weekly ';
      return times.everyMs === HOUR_MS ? 'hourly ' : '';
    case 'months':
      return times.months === 1 ? 'monthly ' : times.months === 3 ? 'quarterly ' : 'yearly ';
    case 'calendar': {
      const [only, ...more] = times.groups.map(({ days }) => (days.kind === 'weekdays' ? days.weekdays.join('') : ''));
      return more.length === 0 && only === '12345' ? 'weekday ' : '';
    }
    default:
      return times satisfies never;
  }
}

function isAtNight(lines: readonly LearnedLine[], zone: string): boolean {
  const hours = lines
    .flatMap(({ times }) => times.slice(-5))
    .map((ts) => Math.floor(timeOfDay(wallClockAt(zone, ts)) / HOUR_MS));
  return hours.every((hour) => hour >= 20 || hour < 8);
}

function sizesText(lines: readonly LearnedLine[]): string {
  const [least, most] = [
    Math.min(...lines.map(({ sizes }) => sizes.smallestBytes)),
    Math.max(...lines.map(({ sizes }) => sizes.largestBytes)),
  ];
  const [from, to] = [formatBytes(least), formatBytes(most)];
  return from === to ? from : `${from} to ${to}`;
}

/** `02:04 to 02:31`; null for what runs all day. */
function hoursText(times: readonly Instant[], { times: learned }: LearnedSchedule, zone: string): string | null {
  if (learned.kind === 'interval' && learned.everyMs < DAY_MS) return null;
  const minutes = [...new Set(times.map((ts) => Math.floor(timeOfDay(wallClockAt(zone, ts)) / MINUTE_MS)))].sort(
    (a, b) => a - b,
  );
  const gaps = minutes.map(
    (minute, index) => ((minutes[(index + 1) % minutes.length] ?? minute) - minute + 1440) % 1440 || 1440,
  );
  const widest = gaps.indexOf(Math.max(...gaps));
  if ((gaps[widest] ?? 0) < 720) return null;
  const [from = 0, to = 0] = [minutes[(widest + 1) % minutes.length], minutes[widest]];
  const text = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return from === to ? text(from) : `${text(from)} to ${text(to)}`;
}

function missingText(
  lines: readonly LearnedLine[],
  schedule: LearnedSchedule,
  now: Instant,
  zone: string,
): readonly string[] {
  const [line] = lines;
  const missing = lines.length === 1 ? (line?.schedule.missing ?? []) : [];
  if (missing.length === 0) return [];
  const isNightly = schedule.times.kind === 'interval' && schedule.times.everyMs === DAY_MS;
  const noun = isNightly ? (isAtNight(lines, zone) ? 'night' : 'day') : 'run';
  const dates = missing.slice(-MAX_NAMED).map((ts) => shortDate(ts, now, zone));
  const more = missing.length > MAX_NAMED ? ' and earlier' : '';
  return [
    `${SMALL_NUMBERS[missing.length] ?? missing.length} ${noun}${missing.length === 1 ? '' : 's'} missing: ${[...new Set(dates)].join(', ')}${more}`,
  ];
}

/** `stopped: the newest is of 3 Nov, 8 days old; one every 24 hours before`. */
export function stoppedWords(last: Instant, schedule: LearnedSchedule, now: Instant, zone: string): string {
  const age = formatAge((now - last) / 1000);
  const before =
    schedule.times.kind === 'interval' ? `; one every ${formatDuration(schedule.times.everyMs / 1000)} before` : '';
  return `stopped: the newest is of ${shortDate(last, now, zone)}, ${age} old${before}`;
}
