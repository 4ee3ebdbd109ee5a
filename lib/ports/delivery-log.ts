import type { Instant } from '../core/instant.ts';
import type { Delivery } from '../core/routing/delivery.ts';

/** What was sent to whom, kept in the audit log beside what it is about. Every method throws StateStoreUnavailable. */
export interface DeliveryLog {
  /** A job's deliveries, in no particular order. */
  read(jobId: string): Promise<readonly Delivery[]>;
  /**
   * Claims a delivery, so that no other process makes it: as a new one where `before` is null, else as a further attempt at
   * the one that was read. False, with nothing written, when another process was faster.
   */
  claim(jobId: string, claim: Delivery, before: Delivery | null): Promise<boolean>;
  /** Notes what became of a delivery, unless someone has taken it over meanwhile. */
  settle(jobId: string, delivery: Delivery): Promise<void>;
  /**
   * Takes a person's turn to be written to, for `lengthMs` from `now`. Resolves to null when it is taken, else to when
   * another dispatch's turn ends.
   */
  takeTurn(personId: string, now: Instant, lengthMs: number): Promise<Instant | null>;
}
