import { dayOf, isDayOf, isLastWeek, isoWeekday, startOfDay, timeOfDay, weekOf } from '../hours/calendar-days.ts';
import type { GroupDays, TimeGroup } from '../hours/calendar-times.ts';
import { wallClockAt } from '../hours/zone.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, type WallClock } from '../instant.ts';
import { quantile } from './gaps.ts';
import type { LearnedSchedule } from './learned-schedule.ts';

const DAY_MINUTES = 24 * 60;
/** Times of one job lie nearer together than this, the coarsest first; minutes. */
const SPLITS = [240, 120, 45, 20];
const EXPLAINED = 0.9;
/** A weekday counts where the job ran on at least this share of them. */
const MOST_OF_WEEKDAY = 0.6;
/** Less than two weeks say nothing of weekdays. */
const MIN_SPAN_MS = 13 * DAY_MS;
const MAX_TIMES = 24;
/** What a job is expected at is rounded down to this many minutes. */
const ROUNDED_TO = 30;

interface Cluster {
  /** Minutes after midnight, rounded down; the run may come over midnight. */
  readonly minute: number;
  /** The local days that it ran on, as wall-clock midnights, with how late each was. Ascending. */
  readonly days: readonly { readonly day: WallClock; readonly lateMs: number }[];
}

/** Times of day, and the weekdays or days of the month that they are of; null where they explain too little. */
export function fitCalendar(runs: readonly Instant[], zone: string): LearnedSchedule | null {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined || last - first < MIN_SPAN_MS) return null;
  const walls = runs.map((ts) => wallClockAt(zone, ts));
  const clusters = clustersOf(walls);
  if (clusters === null) return null;
  const kept = clusters.filter(({ days }) => days.length >= Math.max(2, 0.1 * (runs.length / clusters.length)));
  const groups: { cluster: Cluster; days: GroupDays }[] = [];
  let [expected, seen] = [0, 0];
  const missing: Instant[] = [];
  for (const cluster of kept) {
    const found = daysOf(cluster, walls[0] as WallClock, walls.at(-1) as WallClock);
    if (found === null) return null;
    groups.push({ cluster, days: found.days });
    expected += found.expected.length;
    const ranOn = new Set(cluster.days.map(({ day }) => day));
    const there = found.expected.filter((day) => ranOn.has(day)).length;
    seen += there;
    for (const day of found.expected)
      if (!ranOn.has(day)) missing.push(first + (day + cluster.minute * MINUTE_MS - (walls[0] as WallClock)));
  }
  if (groups.length === 0 || seen < EXPLAINED * expected || seen < EXPLAINED * runs.length) return null;
  const latest = Math.max(...kept.map(({ days }) => latestOf(days)));
  const allowMs = Math.max(HOUR_MS, Math.ceil((1.25 * latest + 30 * MINUTE_MS) / HOUR_MS) * HOUR_MS);
  return {
    times: { kind: 'calendar', groups: timeGroups(groups) },
    allowMs,
    isRegular: true,
    since: first,
    missing: missing.sort((a, b) => a - b),
  };
}

function latestOf(days: Cluster['days']): number {
  const late = days.map(({ lateMs }) => lateMs);
  return quantile(late, 0.99);
}

/** Runs by their time of day, at most one of each a day. */
function clustersOf(walls: readonly WallClock[]): readonly Cluster[] | null {
  for (const split of SPLITS) {
    const clusters = clustersAt(walls, split);
    if (clusters.length > MAX_TIMES) return null;
    const twice = clusters.reduce((sum, { days }) => sum + days.length - new Set(days.map(({ day }) => day)).size, 0);
    if (twice <= 0.05 * walls.length) return clusters;
  }
  return null;
}

function clustersAt(walls: readonly WallClock[], split: number): readonly Cluster[] {
  const minuteOf = (wall: WallClock) => Math.floor(timeOfDay(wall) / MINUTE_MS);
  const byMinute = [...walls].sort((a, b) => minuteOf(a) - minuteOf(b));
  const breaks = byMinute.flatMap((wall, index) => {
    const next = byMinute[(index + 1) % byMinute.length] as WallClock;
    const gap = (minuteOf(next) - minuteOf(wall) + DAY_MINUTES) % DAY_MINUTES;
    const isAround = index === byMinute.length - 1 && byMinute.length > 1 && gap === 0;
    return gap >= split || isAround ? [index] : [];
  });
  if (breaks.length === 0) return [];
  return breaks.map((end, index) => {
    const begin = ((breaks.at(index - 1) as number) + 1) % byMinute.length;
    const count = ((end - begin + byMinute.length) % byMinute.length) + 1;
    const members = Array.from(
      { length: count },
      (_, offset) => byMinute[(begin + offset) % byMinute.length] as WallClock,
    );
    const minute = Math.floor(minuteOf(members[0] as WallClock) / ROUNDED_TO) * ROUNDED_TO;
    const days = members
      .map((wall) => {
        const day = startOfDay(wall - minute * MINUTE_MS);
        return { day, lateMs: wall - day - minute * MINUTE_MS };
      })
      .sort((a, b) => a.day - b.day);
    return { minute, days };
  });
}

/** The days that a time is of, and all of them between the first and the last run; null where they are no such days. */
function daysOf(
  { days, minute }: Cluster,
  from: WallClock,
  to: WallClock,
): { days: GroupDays; expected: readonly WallClock[] } | null {
  const midnight = (wall: WallClock) => startOfDay(wall - minute * MINUTE_MS);
  const all: WallClock[] = [];
  for (let day = midnight(from); day <= midnight(to); day += DAY_MS) all.push(day);
  // Before the first run nothing was expected, whatever the time of day of the others.
  const inside = all.filter((day) => day + minute * MINUTE_MS >= from - 12 * HOUR_MS && day + minute * MINUTE_MS <= to);
  const monthly = monthDays(days);
  if (monthly !== null) return { days: monthly, expected: inside.filter((day) => isDayOf(monthly, day)) };
  const ranOn = new Set(days.map(({ day }) => day));
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((weekday) => {
    const such = inside.filter((day) => isoWeekday(day) === weekday);
    return such.length > 0 && such.filter((day) => ranOn.has(day)).length >= MOST_OF_WEEKDAY * such.length;
  });
  if (weekdays.length === 0) return null;
  const found: GroupDays = { kind: 'weekdays', weekdays };
  return { days: found, expected: inside.filter((day) => isDayOf(found, day)) };
}

/** `first sunday of the month`, or `the 1st and the 15th`; null where the days are no such. */
function monthDays(days: Cluster['days']): GroupDays | null {
  const [first, last] = [days[0]?.day ?? 0, days.at(-1)?.day ?? 0];
  const perMonth = days.length / Math.max(1, (last - first) / (30.44 * DAY_MS) + 0.5);
  if (perMonth > 3 || days.length < 3) return null;
  const weekdays = new Set(days.map(({ day }) => isoWeekday(day)));
  const nths = new Set(days.map(({ day }) => weekOf(day)));
  if (weekdays.size === 1 && nths.size === 1) {
    return {
      kind: 'nth-weekdays',
      nthWeekdays: [{ nth: [...nths][0] as number, weekday: [...weekdays][0] as number }],
    };
  }
  if (weekdays.size === 1 && days.every(({ day }) => isLastWeek(day))) {
    return { kind: 'nth-weekdays', nthWeekdays: [{ nth: 'last', weekday: [...weekdays][0] as number }] };
  }
  const dates = [...new Set(days.map(({ day }) => dayOf(day)))].sort((a, b) => a - b);
  return dates.length <= 3 && days.length >= 2 * dates.length ? { kind: 'month-days', monthDays: dates } : null;
}

/** Times that share their days stand together. */
function timeGroups(groups: readonly { readonly cluster: Cluster; readonly days: GroupDays }[]): readonly TimeGroup[] {
  const byDays = new Map<string, { minutesOfDay: number[]; days: GroupDays }>();
  for (const { cluster, days } of groups) {
    const key = JSON.stringify(days);
    const found = byDays.get(key);
    if (found === undefined) byDays.set(key, { minutesOfDay: [cluster.minute], days });
    else if (!found.minutesOfDay.includes(cluster.minute)) found.minutesOfDay.push(cluster.minute);
  }
  return [...byDays.values()].map(({ minutesOfDay, days }) => ({
    minutesOfDay: minutesOfDay.sort((a, b) => a - b),
    days,
  }));
}
