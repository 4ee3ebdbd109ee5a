import type { Instant } from '../core/instant.ts';

/** One reader's summary of one day. */
export interface SummaryKey {
  /** The instant for which it was scheduled. */
  readonly scheduledAt: Instant;
  /** Null for an admin whom no document names. */
  readonly personId: string | null;
}

/** Which daily summaries have been told, by reader and scheduled instant. Throws StateStoreUnavailable. */
export interface SummaryClaims {
  /**
   * Takes a summary, for `lengthMs` from `now`: true when nobody has told it, and nobody else has taken it and may
   * still be about to. Whoever dies after taking it holds it no longer than that.
   */
  take(key: SummaryKey, now: Instant, lengthMs: number): Promise<boolean>;
  /** Notes that it was told: from then on nobody takes it. */
  noteDelivered(key: SummaryKey, now: Instant): Promise<void>;
}
