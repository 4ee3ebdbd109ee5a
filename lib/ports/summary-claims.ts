import type { Instant } from '../core/instant.ts';

/** One reader's summary of one day. */
export interface SummaryKey {
  /** The instant for which it was scheduled. */
  readonly scheduledAt: Instant;
  /** Null for an admin whom no document names. */
  readonly personId: string | null;
}

/** Which daily summaries have been delivered, by reader and scheduled instant. Throws StateStoreUnavailable. */
export interface SummaryClaims {
  /**
   * Takes a summary, for `lengthMs` from `now`: true when no one has delivered it, and no other process has taken it and may
   * still be about to. A process that dies after taking it holds it no longer than that.
   */
  take(key: SummaryKey, now: Instant, lengthMs: number): Promise<boolean>;
  /** Notes that it was delivered: from then on it cannot be taken. */
  noteDelivered(key: SummaryKey, now: Instant): Promise<void>;
}
