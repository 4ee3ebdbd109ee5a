import { type Instant, MINUTE_MS } from '../instant.ts';
import type { JobRow } from '../model/job-row.ts';

/** A pass so much later agrees with one that was held. */
export const AGREES_AFTER_MS = 10 * MINUTE_MS;

/**
 * Since when an escalation is held back; null where it may go ahead. A clock that may
 * have jumped ahead must not escalate everything at once: a later pass has to agree
 * (docs/design/decision.md#clock). A clock that was put back since says nothing.
 */
export function heldBackSince({ heldSince }: JobRow, held: boolean, now: Instant): Instant | null {
  if (heldSince === null || now < heldSince) return held ? now : null;
  return now < heldSince + AGREES_AFTER_MS ? heldSince : null;
}
