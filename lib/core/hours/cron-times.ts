import { Cron } from 'croner';
import { DAY_MS, MINUTE_MS, SECOND_MS, type WallClock } from '../instant.ts';

/** More than this many remembered times are dropped and found again: a minutely job over three days. */
const MAX_REMEMBERED = 4096;
/** Asking for a wall clock this far from what is remembered starts again instead of bridging the gap. */
const FAR_MS = 40 * DAY_MS;

/** How far around a wall clock the times are already known: every match t with `from <= t < to` is in `walls`. */
interface Span {
  walls: WallClock[];
  from: WallClock;
  to: WallClock;
}

/**
 * The wall-clock times of one cron expression. Zones play no part here: the expression is read as if in UTC and the
 * caller turns wall clocks into instants, so that daylight saving follows one rule everywhere. Times once found are
 * remembered, since the library needs tens of microseconds for each.
 */
export class CronTimes {
  readonly #cron: Cron;
  #span: Span | null = null;

  /** Throws an Error that says what is wrong when the expression is not five good fields. */
  constructor(expression: string) {
    this.#cron = openCron(expression);
  }

  /** Up to `count` times before `wall`, newest first; fewer when there are no more. */
  before(wall: WallClock, count: number): WallClock[] {
    const minute = wholeMinute(wall);
    const span = this.#spanAround(minute);
    let end = firstAtOrAfter(span.walls, minute);
    while (end < count && span.from !== Number.NEGATIVE_INFINITY) {
      this.#extendBack(span, Math.max(8, count));
      end = firstAtOrAfter(span.walls, minute);
    }
    return span.walls.slice(Math.max(0, end - count), end).reverse();
  }

  /** Up to `count` times at or after `wall`, oldest first; fewer when there are no more. */
  from(wall: WallClock, count: number): WallClock[] {
    const minute = wholeMinute(wall);
    const span = this.#spanAround(minute);
    let start = firstAtOrAfter(span.walls, minute);
    while (span.walls.length - start < count && span.to !== Number.POSITIVE_INFINITY) {
      this.#extendForward(span);
      start = firstAtOrAfter(span.walls, minute);
    }
    return span.walls.slice(start, start + count);
  }

  #spanAround(wall: WallClock): Span {
    let span = this.#span;
    if (!span || span.walls.length > MAX_REMEMBERED || wall < span.from - FAR_MS || wall > span.to + FAR_MS) {
      span = { walls: [], from: wall, to: wall };
      this.#span = span;
    }
    while (wall > span.to) this.#extendForward(span);
    while (wall < span.from) this.#extendBack(span, 8);
    return span;
  }

  #extendBack(span: Span, count: number): void {
    const found = this.#cron.previousRuns(count, new Date(span.from)).map((date) => date.getTime());
    const oldest = found.at(-1);
    span.walls.unshift(...found.reverse());
    span.from = found.length < count || oldest === undefined ? Number.NEGATIVE_INFINITY : oldest;
  }

  #extendForward(span: Span): void {
    const count = 8;
    const found = this.#cron.nextRuns(count, new Date(span.to - SECOND_MS)).map((date) => date.getTime());
    const newest = found.at(-1);
    span.walls.push(...found);
    span.to = found.length < count || newest === undefined ? Number.POSITIVE_INFINITY : newest + MINUTE_MS;
  }
}

/**
 * An expression as the library reads it, paused and in UTC. Debian's cron takes a day that matches day of month or day
 * of week where both are given, but wants both where either field begins with `*`, be it alone or with a step.
 * Throws an Error that says what is wrong.
 */
export function openCron(expression: string): Cron {
  const [, , dayOfMonth = '', , dayOfWeek = ''] = expression.trim().split(/\s+/);
  const wantsBoth = dayOfMonth.startsWith('*') || dayOfWeek.startsWith('*');
  return new Cron(expression, { timezone: 'UTC', mode: '5-part', domAndDow: wantsBoth, paused: true });
}

/** Times fall on whole minutes, and the library reads whole seconds: a fraction would find the same time twice. */
function wholeMinute(wall: WallClock): WallClock {
  return Math.ceil(wall / MINUTE_MS) * MINUTE_MS;
}

function firstAtOrAfter(walls: readonly WallClock[], wall: WallClock): number {
  let low = 0;
  let high = walls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((walls[middle] as number) < wall) low = middle + 1;
    else high = middle;
  }
  return low;
}
