import { todayIn } from '../../core/history/today.ts';
import { instantOf, parseDate } from '../../core/hours/zone.ts';
import { DAY_MS, type Instant } from '../../core/instant.ts';
import type { Period } from './breaks-of.ts';

/**
 * The days from one date to another, both in it, in a time zone; the last year up to today unless given. The other half of
 * the answer is what is wrong with them.
 */
export function periodOf(
  from: string | undefined,
  to: string | undefined,
  zone: string,
  now: Instant,
): Period | { readonly problem: string } {
  const last = to ?? todayIn(zone, now).date;
  const first = from ?? `${Number(last.slice(0, 4)) - 1}${last.slice(4)}`;
  const [begin, end] = [parseDate(first), parseDate(last)];
  if (begin === null) return { problem: `from: "${first}" is no date; write it like 2026-01-01` };
  if (end === null) return { problem: `to: "${last}" is no date; write it like 2026-12-31` };
  if (begin > end) return { problem: `from: ${first} is after ${last}` };
  return { from: instantOf(zone, begin), until: instantOf(zone, end + DAY_MS) };
}
