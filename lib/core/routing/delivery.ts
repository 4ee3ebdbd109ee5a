import { type Instant, MINUTE_MS } from '../instant.ts';
import type { ChannelKind } from '../model/channel-kind.ts';
import type { State } from '../model/state.ts';

/** Where a message goes, as the channel writes it: a member or channel id, a mail address, a URL, a topic's ARN. */
export interface Address {
  readonly channel: ChannelKind;
  readonly to: string;
}

/**
 * What became of a delivery: taken by a channel; put off by it; refused for good by every channel the person has;
 * or sent, and the answer was lost.
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
  /** For `later`: when to try again. */
  readonly retryAt: Instant | null;
  /** The address that took it, and what finds the message again; null where nothing does. */
  readonly address: Address | null;
  readonly receipt: string | null;
  /**
   * Every job that the message covers, this one among them; null when they were more than `MAX_REWRITTEN`. A message
   * is only ever changed as a whole, so a caller that changes it needs them all.
   */
  readonly jobIds: readonly string[] | null;
}

/** A message about more jobs than this is left as it was sent. */
export const MAX_REWRITTEN = 20;

/** A claim without an outcome is taken over when it is this old. */
export const TAKE_OVER_MS = 15 * MINUTE_MS;

/** After this many attempts whose answers were lost, the admin is notified in the person's stead. */
export const MAX_UNANSWERED = 3;

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

/** No channel took it, and none will be tried again for this event. */
export function isGivenUp(delivery: Delivery): boolean {
  return delivery.outcome === 'refused' || (delivery.outcome === 'unknown' && delivery.attempts >= MAX_UNANSWERED);
}
