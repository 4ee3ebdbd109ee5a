import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';

/** A clock that is put right by a few minutes was not wrong enough to matter. */
const SMALL_STEP_BACK_MS = HOUR_MS;
/** A jump is believed once a pass so much later has not seen it undone. */
const BELIEVED_AFTER_MS = HOUR_MS;

/** What a store has seen of the machine's clock, pass by pass. */
export interface ClockNote {
  /** The machine's clock at the newest pass. */
  readonly at: Instant;
  /** Since when the clock may be wrong; null while it is believed. */
  readonly doubtedSince: Instant | null;
  /** When old rows were removed last; null before the first time. */
  readonly prunedAt: Instant | null;
}

/**
 * The note after a pass at `now`, by the machine's clock. A clock that moved by more than a day since the pass before,
 * or back by more than an hour, is doubted until a pass at least an hour later agrees with it: what is removed because
 * it is "older than 400 days" does not come back when the clock is put right.
 */
export function noteClock(before: ClockNote | null, now: Instant): ClockNote {
  if (before === null) return { at: now, doubtedSince: now, prunedAt: null };
  const { doubtedSince, prunedAt } = before;
  const isSetBack = now < before.at - SMALL_STEP_BACK_MS;
  if (isSetBack) return { at: now, doubtedSince: now, prunedAt: prunedAt !== null && prunedAt > now ? null : prunedAt };
  if (doubtedSince !== null) {
    const isBelieved = now - doubtedSince >= BELIEVED_AFTER_MS;
    return { at: now, doubtedSince: isBelieved ? null : doubtedSince, prunedAt };
  }
  return { at: now, doubtedSince: now - before.at > DAY_MS ? now : null, prunedAt };
}

/** True when old rows may be removed now: the clock is believed, and they were not removed today (UTC). */
export function mayPrune({ at, doubtedSince, prunedAt }: ClockNote): boolean {
  if (doubtedSince !== null) return false;
  return prunedAt === null || Math.floor(prunedAt / DAY_MS) !== Math.floor(at / DAY_MS);
}
