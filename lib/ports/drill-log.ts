import type { Instant } from '../core/instant.ts';
import type { ChannelKind } from '../core/model/channel-kind.ts';
import type { DeliveryOutcome } from '../core/routing/delivery.ts';

/** A pretended break of a job, asked for by someone who wants to see whether its message arrives. */
export interface Drill {
  /** Sorts by time. */
  readonly id: string;
  readonly jobId: string;
  /** Whom to notify; null for the one who would be notified of an alert. */
  readonly personId: string | null;
  /** Also in quiet time. */
  readonly atOnce: boolean;
  readonly askedAt: Instant;
}

/** How a drill went. */
export interface DrillResult {
  /** When dispatch took it up, and when the last channel had answered. */
  readonly receivedAt: Instant;
  readonly endedAt: Instant;
  /** Who was notified, or would be; null when there is no one. */
  readonly personId: string | null;
  /** `held`: it is that person's quiet time, until `until`. `nobody`: no one is named who can be notified. */
  readonly outcome: DeliveryOutcome | 'held' | 'nobody';
  readonly channel: ChannelKind | null;
  readonly until: Instant | null;
  /** What the channels said that did not take it, and why no one was notified; empty when all is well. */
  readonly message: string;
  /** Whether the message can be answered: then its reader is waited for. */
  readonly isSeenAsked: boolean;
}

/** Someone has said that a drill's message reached them. */
export interface Sighting {
  readonly personId: string;
  readonly at: Instant;
}

/** Drills, kept in the audit log. Every method throws StateStoreUnavailable. */
export interface DrillLog {
  ask(drill: Drill): Promise<void>;
  /** Those that were asked for after `since` and that no one has taken up, oldest first. */
  pending(since: Instant): Promise<readonly Drill[]>;
  settle(drill: Drill, result: DrillResult): Promise<void>;
  /** Null until the drill has ended. */
  result(id: string): Promise<DrillResult | null>;
  /** Notes who saw it, unless someone has said so before: then false, with nothing written. */
  noteSeen(id: string, sighting: Sighting): Promise<boolean>;
  /** Null until someone has seen it. */
  sighting(id: string): Promise<Sighting | null>;
}
