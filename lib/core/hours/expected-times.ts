import { DAY_MS, type Instant, MINUTE_MS, type WallClock } from '../instant.ts';
import { minutesOn, startOfDay } from './calendar-days.ts';
import type { CalendarTimes, TimeGroup } from './calendar-times.ts';
import { CronTimes } from './cron-times.ts';
import { instantOf, isSteady, jumpBefore, parseDate, wallClockAt } from './zone.ts';

/** No zone has ever jumped further than a day. */
const LARGEST_JUMP_MS = DAY_MS;

/** Cron times are asked for this many at once. */
const CRON_BATCH = 8;

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
 * Wall clocks follow Temporal's *compatible* rule and the same instant counts once (docs/design/decision.md#calendar).
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

/**
 * When the clock jumped ahead over the wall-clock time that an expected time stands for; null where it did not, or the
 * moved time is expected by itself. Cron runs such a job right after the jump (docs/design/decision.md#calendar).
 */
export function skippedJump(times: CalendarTimes, zone: string, expected: Instant): Instant | null {
  if (isSteady(zone, expected - LARGEST_JUMP_MS, expected)) return null;
  const { at, byMs } = jumpBefore(zone, expected);
  const moved = wallClockAt(zone, expected);
  const isSkipped = byMs > 0 && moved - byMs < wallClockAt(zone, at);
  const isExpected = (wall: WallClock) => wallsBefore(times, wall + 1, 1)[0] === wall;
  return isSkipped && isExpected(moved - byMs) && !isExpected(moved) ? at : null;
}

function distinct(instants: readonly Instant[]): Instant[] {
  const sorted = [...instants].sort((a, b) => b - a);
  return sorted.filter((instant, index) => instant !== sorted[index - 1]);
}

/** Expected wall clocks before `wall`, newest first, at most `count`. */
function wallsBefore(times: CalendarTimes, wall: WallClock, count: number): WallClock[] {
  const skipped = skippedDays(times.skips);
  if (times.kind === 'cron' && skipped === null) return cronTimesOf(times.expression).before(wall, count);
  const found: WallClock[] = [];
  for (const at of times.kind === 'cron' ? cronBackFrom(times.expression, wall) : groupsBackFrom(times.groups, wall)) {
    if (skipped?.has(startOfDay(at))) continue;
    found.push(at);
    if (found.length === count) break;
  }
  return found;
}

/** Expected wall clocks from `wall` on, oldest first. */
function* wallsFrom(times: CalendarTimes, wall: WallClock): Generator<WallClock> {
  const skipped = skippedDays(times.skips);
  for (const at of times.kind === 'cron' ? cronFrom(times.expression, wall) : groupsFrom(times.groups, wall)) {
    if (!skipped?.has(startOfDay(at))) yield at;
  }
}

function* groupsBackFrom(groups: readonly TimeGroup[], wall: WallClock): Generator<WallClock> {
  for (let day = startOfDay(wall); ; day -= DAY_MS) {
    const minutes = minutesOn(groups, day);
    for (let index = minutes.length - 1; index >= 0; index -= 1) {
      const at = day + (minutes[index] ?? 0) * MINUTE_MS;
      if (at < wall) yield at;
    }
  }
}

function* groupsFrom(groups: readonly TimeGroup[], wall: WallClock): Generator<WallClock> {
  for (let day = startOfDay(wall); ; day += DAY_MS) {
    for (const minute of minutesOn(groups, day)) {
      const at = day + minute * MINUTE_MS;
      if (at >= wall) yield at;
    }
  }
}

function* cronBackFrom(expression: string, wall: WallClock): Generator<WallClock> {
  const cron = cronTimesOf(expression);
  for (let before = wall; ; ) {
    const found = cron.before(before, CRON_BATCH);
    yield* found;
    const oldest = found.at(-1);
    if (found.length < CRON_BATCH || oldest === undefined) return;
    before = oldest;
  }
}

function* cronFrom(expression: string, wall: WallClock): Generator<WallClock> {
  const cron = cronTimesOf(expression);
  for (let next = wall; ; ) {
    const found = cron.from(next, CRON_BATCH);
    yield* found;
    const newest = found.at(-1);
    if (found.length < CRON_BATCH || newest === undefined) return;
    next = newest + MINUTE_MS;
  }
}

const skippedSets = new WeakMap<readonly string[], ReadonlySet<WallClock>>();

/** The midnights of the dates on which no run is expected; null without any. */
function skippedDays(skips: readonly string[] | undefined): ReadonlySet<WallClock> | null {
  if (skips === undefined || skips.length === 0) return null;
  let days = skippedSets.get(skips);
  if (!days) {
    days = new Set(skips.flatMap((date) => parseDate(date) ?? []));
    skippedSets.set(skips, days);
  }
  return days;
}
