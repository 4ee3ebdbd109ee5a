import { formatMinute, type Instant } from '../instant.ts';
import { type Delivery, isGivenUp, TAKE_OVER_MS, wasTold } from './delivery.ts';

/** What an earlier claim of the very same delivery says (routing page, section 7). */
export type ClaimStanding =
  | { readonly kind: 'free'; readonly why: string | null }
  | { readonly kind: 'done'; readonly why: string }
  | { readonly kind: 'given-up'; readonly why: string }
  | { readonly kind: 'wait'; readonly until: Instant; readonly why: string };

/** Looks for the claim of this event, this person, and the one they are told instead of. */
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
  if (!claim) return { kind: 'free', why: null };
  const since = formatMinute(claim.claimedAt);
  if (wasTold(claim)) return { kind: 'done', why: `told already, ${since}` };
  if (isGivenUp(claim)) return { kind: 'given-up', why: `no channel took it, ${since}` };
  if (claim.outcome === 'later') {
    return claim.retryAt !== null && now < claim.retryAt
      ? { kind: 'wait', until: claim.retryAt, why: 'the channel asked to wait' }
      : { kind: 'free', why: 'the channel had asked to wait' };
  }
  const until = claim.claimedAt + TAKE_OVER_MS;
  const lost = claim.outcome === 'unknown' ? 'its answer was lost' : 'it has no outcome';
  if (now < until) return { kind: 'wait', until, why: `claimed ${since}, and ${lost} yet` };
  return { kind: 'free', why: `claimed ${since}, and ${lost}: taken over` };
}
