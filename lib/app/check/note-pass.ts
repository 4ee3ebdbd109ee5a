import { type ClockNote, mayPrune, noteClock } from '../../core/clock/clock-note.ts';
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

/** How old rows are removed where the tables do not do it themselves. */
export interface Pruning {
  readonly logs: readonly { prune(now: Instant): Promise<number> }[];
  /** The machine's clock, whatever instant the check decides as of. */
  machineNow(): Instant;
}

/** The embedded store has no TTL: what is too old goes once a day (UTC), by a clock that is believed. */
export async function prune(pruning: Pruning | null, before: ClockNote | null): Promise<ClockNote | null> {
  if (pruning === null) return before;
  const clock = noteClock(before, pruning.machineNow());
  if (!mayPrune(clock)) return clock;
  for (const log of pruning.logs) await log.prune(clock.at);
  return { ...clock, prunedAt: clock.at };
}
