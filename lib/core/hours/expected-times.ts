import { DAY_MS, type Instant, MINUTE_MS, type WallClock } from '../instant.ts';
import type { CalendarTimes } from './calendar-times.ts';
import { CronTimes } from './cron-times.ts';
import { instantOf, isSteady, wallClockAt } from './zone.ts';

/** No zone has ever jumped further than a day. */
const LARGEST_JUMP_MS = DAY_MS;

const crons = new Map<string, CronTimes>();

/** The remembered times of an expression. Throws an Error that says what is wrong with it. */
export function cronTimesOf(expression: string): CronTimes {
  let times = crons.get(expression);
  if (!times) {
    times = new CronTimes(expression);
    crons.set(expression, times);
  }
  return times;
}

/**
 * Up to `count` expected times of a calendar rule before `before` (exclusive), newest first.
 * Wall clocks follow Temporal's *compatible* rule and the same instant counts once (decision page, 2.2).
 */
export function expectedBefore(times: CalendarTimes, zone: string, before: Instant, count: number): Instant[] {
  const offset = wallClockAt(zone, before) - before;
  const instants = wallsBefore(times, before + offset, count).map((wall) => wall - offset);
  const oldest = instants.at(-1) ?? before;
  return isSteady(zone, oldest - LARGEST_JUMP_MS, before + LARGEST_JUMP_MS)
    ? instants
    : expectedAcrossJump(times, zone, before, count);
}

/** Near a jump of the clock readings can merge and change order, so all that a jump can reach are looked at. */
function expectedAcrossJump(times: CalendarTimes, zone: string, before: Instant, count: number): Instant[] {
  const latest = wallClockAt(zone, before) + LARGEST_JUMP_MS;
  for (let wanted = count + 2; ; wanted *= 2) {
    const walls = wallsBefore(times, latest, wanted);
    const newest = distinct(walls.map((wall) => instantOf(zone, wall)).filter((instant) => instant < before));
    const oldestWall = walls.at(-1);
    const last = newest[count - 1];
    if (walls.length < wanted || oldestWall === undefined) return newest.slice(0, count);
    if (last !== undefined && oldestWall < wallClockAt(zone, last) - LARGEST_JUMP_MS) return newest.slice(0, count);
  }
}

/** The first expected time after `after` (exclusive); null when there is none. */
export function nextExpected(times: CalendarTimes, zone: string, after: Instant): Instant | null {
  const walls = wallsFrom(times, wallClockAt(zone, after) - LARGEST_JUMP_MS);
  let best: Instant | null = null;
  for (const wall of walls) {
    if (best !== null && wall > wallClockAt(zone, best) + LARGEST_JUMP_MS) break;
    const instant = instantOf(zone, wall);
    if (instant > after && (best === null || instant < best)) best = instant;
  }
  return best;
}

function distinct(instants: readonly Instant[]): Instant[] {
  const sorted = [...instants].sort((a, b) => b - a);
  return sorted.filter((instant, index) => instant !== sorted[index - 1]);
}

/** Expected wall clocks before `wall`, newest first, at most `count`. */
function wallsBefore(times: CalendarTimes, wall: WallClock, count: number): WallClock[] {
  if (times.kind === 'cron') return cronTimesOf(times.expression).before(wall, count);
  const found: WallClock[] = [];
  for (let day = startOfDay(wall); found.length < count; day -= DAY_MS) {
    const at = day + times.minuteOfDay * MINUTE_MS;
    if (at < wall && times.weekdays.includes(isoWeekday(day))) found.push(at);
  }
  return found;
}

function* wallsFrom(times: CalendarTimes, wall: WallClock): Generator<WallClock> {
  if (times.kind === 'cron') {
    const cron = cronTimesOf(times.expression);
    let next = wall;
    for (;;) {
      const found = cron.from(next, 8);
      yield* found;
      const newest = found.at(-1);
      if (found.length < 8 || newest === undefined) return;
      next = newest + MINUTE_MS;
    }
  }
  for (let day = startOfDay(wall); ; day += DAY_MS) {
    const at = day + times.minuteOfDay * MINUTE_MS;
    if (at >= wall && times.weekdays.includes(isoWeekday(day))) yield at;
  }
}

function startOfDay(wall: WallClock): WallClock {
  return Math.floor(wall / DAY_MS) * DAY_MS;
}

/** 1 = Monday to 7 = Sunday. 1970-01-01 was a Thursday. */
export function isoWeekday(wall: WallClock): number {
  return ((((Math.floor(wall / DAY_MS) + 3) % 7) + 7) % 7) + 1;
}
