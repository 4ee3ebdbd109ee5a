import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';
import { type Delivery, TAKE_OVER_MS } from './delivery.ts';
import type { RouteReason } from './route-reason.ts';

/** What an earlier claim of the very same delivery says (docs/design/routing.md#once). */
export type ClaimStanding =
  | { readonly kind: 'free' | 'done'; readonly reasons: readonly RouteReason[] }
  | { readonly kind: 'wait'; readonly until: Instant; readonly reasons: readonly RouteReason[] };

/** After this many attempts whose answers were lost, the admin stands in. */
const MAX_UNANSWERED = 3;

/** The claim of this event, this person, and the one they are notified instead of. */
export function claimOf(
  deliveries: readonly Delivery[],
  eventId: string,
  personId: string,
  insteadOf: string | null,
): Delivery | null {
  return (
    deliveries.find((each) => each.eventId === eventId && each.personId === personId && each.insteadOf === insteadOf) ??
    null
  );
}

/**
 * A failed attempt leaves the claim open: when it is tried again is up to the channel. Only where the message may have
 * been shown does the claim itself wait, longer each time, since each further attempt can double it.
 */
export function claimStanding(claim: Delivery | null, now: Instant): ClaimStanding {
  if (claim === null || claim.outcome === 'later' || claim.outcome === 'refused') return { kind: 'free', reasons: [] };
  const at = claim.claimedAt;
  if (claim.outcome === 'accepted') return { kind: 'done', reasons: [{ code: 'delivered', at }] };
  const until = at + (claim.outcome === null ? TAKE_OVER_MS : unansweredWaitMs(claim.attempts));
  if (now >= until) return { kind: 'free', reasons: [{ code: 'taken-over', at }] };
  return { kind: 'wait', until, reasons: [{ code: claim.outcome === null ? 'claimed' : 'answer-lost', at }] };
}

/** Attempt after attempt was sent and its answer lost. */
export function isUnanswered(claim: Delivery | null): boolean {
  return claim?.outcome === 'unknown' && claim.attempts >= MAX_UNANSWERED;
}

function unansweredWaitMs(attempts: number): number {
  if (attempts >= MAX_UNANSWERED) return DAY_MS;
  return attempts === 1 ? TAKE_OVER_MS : HOUR_MS;
}
