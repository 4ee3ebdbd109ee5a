import { DAY_MS, type Instant, MINUTE_MS } from '../instant.ts';

/** What is kept of the pass before. */
interface PassBefore {
  readonly at: Instant;
  /** When its machine had booted, by the clock of then; null where that is not known. */
  readonly bootedAt: Instant | null;
  /** The newest days with passes. */
  readonly days: readonly { readonly passes: number }[];
}

/** Clocks are put right by so much without having been wrong. */
const SAME_BOOT_MS = 10 * MINUTE_MS;
/** So long nothing is doubted: where passes are made several times a day, and where at most once. */
const OFTEN_MS = DAY_MS;
const DAILY_MS = 2 * DAY_MS;

/**
 * Whether the clock may have jumped ahead since the pass before (docs/design/decision.md#clock). The time since the
 * machine booted goes on whatever its clock is set to: where both passes say the same of when that was, it did not
 * jump, however long ago the pass before is. `bootedAt`: by the clock of now; null where that is not known.
 */
export function mayHaveJumped(before: PassBefore | null, now: Instant, bootedAt: Instant | null): boolean {
  if (before === null) return false;
  const isSameBoot =
    bootedAt !== null && before.bootedAt !== null && Math.abs(bootedAt - before.bootedAt) <= SAME_BOOT_MS;
  if (isSameBoot) return false;
  const isDaily = before.days.length > 0 && before.days.every(({ passes }) => passes <= 1);
  return now - before.at > (isDaily ? DAILY_MS : OFTEN_MS);
}
