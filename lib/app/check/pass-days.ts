import { formatInstant, type Instant } from '../../core/instant.ts';
import type { PassDay } from '../../ports/state-store.ts';

/** Two are reported; the third shows that the sentinel was there for the whole of the second. */
const DAYS_KEPT = 3;

/** The days with one more pass in them, the newest day first. */
export function daysWith(days: readonly PassDay[], now: Instant, isComplete: boolean): PassDay[] {
  const day = formatInstant(now).slice(0, 10);
  const known = days.find((other) => other.day === day) ?? { day, passes: 0, complete: 0 };
  const today = { day, passes: known.passes + 1, complete: known.complete + (isComplete ? 1 : 0) };
  return [today, ...days.filter((other) => other.day !== day)].slice(0, DAYS_KEPT);
}
