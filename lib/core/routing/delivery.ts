import { type Instant, MINUTE_MS } from '../instant.ts';
import type { ChannelKind } from '../model/channel-kind.ts';
import type { State } from '../model/state.ts';

/** Where a message goes, as the channel writes it: a member or channel id, a mail address, a URL, a topic's ARN. */
export interface Address {
  readonly channel: ChannelKind;
  readonly to: string;
}

/**
 * What became of the newest attempt: taken by a channel; failed in a way that may pass; refused for good by every channel
 * the person has; or sent, and the answer was lost. Only `accepted` ends a delivery.
 */
export const DELIVERY_OUTCOMES = ['accepted', 'later', 'refused', 'unknown'] as const;

export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/**
 * A claim in the audit log, and as far as it went: one person being notified of one job (docs/design/routing.md#once).
 */
export interface Delivery {
  readonly personId: string;
  /** The one whom no channel reached, when this was sent to the admin instead; otherwise null. */
  readonly insteadOf: string | null;
  readonly breakSeq: number | null;
  /** The newest transition when it was sent: what the notification says. */
  readonly eventId: string;
  readonly seq: number;
  /** The job's state in the notification. Green for a snooze, a mute, and a break that is over. */
  readonly state: State;
  /** When the newest attempt began, and how many there were. */
  readonly claimedAt: Instant;
  readonly attempts: number;
  /** Null while it is under way, and for ever if its dispatcher died. */
  readonly outcome: DeliveryOutcome | null;
  /** When the next attempt was due, as it was noted; when it really is, the channel's failure says. */
  readonly retryAt: Instant | null;
  /** What the channels answered that did not take it; null where none failed, and in older claims. */
  readonly error: string | null;
  /** The address that took it, and what finds the message again; null where nothing does. */
  readonly address: Address | null;
  readonly receipt: string | null;
  /**
   * Every job that the message covers, this one among them; null when they were more than `MAX_REWRITTEN`. A message
   * is only ever changed as a whole, so a caller that changes it needs them all.
   */
  readonly jobIds: readonly string[] | null;
}

/** In place of a person, in the claims of what the admin's topic was sent; no person has such an id. */
export const ADMIN_TOPIC = '#admin-topic';

/** A message about more jobs than this is left as it was sent. */
export const MAX_REWRITTEN = 20;

/** A claim without an outcome is taken over when it is this old. */
export const TAKE_OVER_MS = 15 * MINUTE_MS;

/** A first attempt at what `plan` says, begun at `claimedAt`, as a claim; a further one where `before` is known. */
export function newClaim(
  plan: Pick<Delivery, 'personId' | 'insteadOf' | 'breakSeq' | 'eventId' | 'seq' | 'state'>,
  before: Delivery | null,
  claimedAt: Instant,
): Delivery {
  const { personId, insteadOf, breakSeq, eventId, seq, state } = plan;
  return {
    personId,
    insteadOf,
    breakSeq,
    eventId,
    seq,
    state,
    claimedAt,
    attempts: (before?.attempts ?? 0) + 1,
    outcome: null,
    retryAt: null,
    address: null,
    receipt: null,
    error: null,
    jobIds: null,
  };
}

/** The key of a delivery in the audit log: whichever event triggered it, there is one per newest event and person. */
export function claimId(eventId: string, personId: string, insteadOf: string | null = null): string {
  return `claim#${eventId}#${personId}${insteadOf === null ? '' : `#for#${insteadOf}`}`;
}

/** The person has been notified for certain. */
export function wasNotified(delivery: Delivery): boolean {
  return delivery.outcome === 'accepted';
}

/** The person may have seen it: taken, or lost on the way back. */
export function mayHaveBeenNotified(delivery: Delivery): boolean {
  return delivery.outcome === 'accepted' || delivery.outcome === 'unknown' || delivery.outcome === null;
}

/** Every attempt so far failed: it is tried again while it is true. */
export function hasFailed(delivery: Delivery): boolean {
  return delivery.outcome === 'later' || delivery.outcome === 'refused';
}
