import type { Instant } from '../instant.ts';
import { type Delivery, isGivenUp, TAKE_OVER_MS, wasNotified } from './delivery.ts';
import type { RouteReason } from './route-reason.ts';

/** What an earlier claim of the very same delivery says (docs/design/routing.md#once). */
export type ClaimStanding =
  | { readonly kind: 'free'; readonly reasons: readonly RouteReason[] }
  | { readonly kind: 'done'; readonly reasons: readonly RouteReason[] }
  | { readonly kind: 'given-up'; readonly reasons: readonly RouteReason[] }
  | { readonly kind: 'wait'; readonly until: Instant; readonly reasons: readonly RouteReason[] };

/** Looks for the claim of this event, this person, and the one in whose place they are notified. */
export function claimStanding(
  deliveries: readonly Delivery[],
  eventId: string,
  personId: string,
  insteadOf: string | null,
  now: Instant,
): ClaimStanding {
  const claim = deliveries.find(
    (each) => each.eventId === eventId && each.personId === personId && each.insteadOf === insteadOf,
  );
  if (!claim) return { kind: 'free', reasons: [] };
  const at = claim.claimedAt;
  if (wasNotified(claim)) return { kind: 'done', reasons: [{ code: 'delivered', at }] };
  if (isGivenUp(claim)) return { kind: 'given-up', reasons: [{ code: 'refused', at }] };
  if (claim.outcome === 'later') {
    return claim.retryAt !== null && now < claim.retryAt
      ? { kind: 'wait', until: claim.retryAt, reasons: [{ code: 'channel-asked-to-wait' }] }
      : { kind: 'free', reasons: [{ code: 'channel-had-asked-to-wait' }] };
  }
  const until = at + TAKE_OVER_MS;
  if (now < until)
    return { kind: 'wait', until, reasons: [{ code: claim.outcome === 'unknown' ? 'answer-lost' : 'claimed', at }] };
  return { kind: 'free', reasons: [{ code: 'taken-over', at }] };
}
