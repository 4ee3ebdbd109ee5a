import type { Instant } from '../core/instant.ts';

/** Which daily summaries have been told, by the instants for which they were scheduled. Throws StateStoreUnavailable. */
export interface SummaryClaims {
  /**
   * Takes a summary, for `lengthMs` from `now`: true when nobody has told it, and nobody else has taken it and may
   * still be about to. Whoever dies after taking it holds it no longer than that.
   */
  take(scheduledAt: Instant, now: Instant, lengthMs: number): Promise<boolean>;
  /** Notes that it was told: from then on nobody takes it. */
  noteTold(scheduledAt: Instant, now: Instant): Promise<void>;
}
