import type { Instant } from '../instant.ts';
import type { Job } from '../model/job.ts';
import type { JobRow } from '../model/job-row.ts';
import type { State } from '../model/state.ts';
import type { Transition } from '../model/transition.ts';
import type { People } from '../people/people.ts';
import type { ChannelFailures } from './channel-failure.ts';
import type { Address, Delivery } from './delivery.ts';
import type { RouteReason } from './route-reason.ts';

/** Everything a change of one job is routed by. */
export interface RouteInput {
  readonly jobId: string;
  /** Null when the job has left the rules doc. */
  readonly job: Job | null;
  readonly people: People;
  /** As it is now, not as it was when the event was made. */
  readonly row: JobRow;
  /**
   * The job's transitions from the beginning of the trigger one's break to the newest, and those of the days before, in any
   * order; repeats do no harm.
   */
  readonly transitions: readonly Transition[];
  /** The one whose event, or whose deferral, triggered this. */
  readonly trigger: Transition;
  /** The claims of this job, at least those of the last days. */
  readonly deliveries: readonly Delivery[];
  /** The channels that do not work now, of every person. */
  readonly failures: ChannelFailures;
  readonly now: Instant;
}

/** Why a person is concerned. */
export type Role = 'owner' | 'escalation' | 'fixed' | 'snoozed' | 'notified' | 'missed' | 'admin';

/** What a notification reports: a failing job; that it is quieted; that its break is over; that it is no longer watched. */
export type NoticeKind = 'failing' | 'quieted' | 'over' | 'retired';

/** The message that an update replaces. */
export interface Earlier {
  readonly address: Address;
  readonly receipt: string;
  readonly jobIds: readonly string[];
}

/** What one person is to be notified of one job, now or later. */
export interface Plan {
  readonly jobId: string;
  readonly personId: string;
  readonly role: Role;
  /** The owner or target this person is notified in place of: away, unreachable, or reached by no channel. */
  readonly standsInFor: string | null;
  /** Set when every channel of that person refused: the admin is notified by all of theirs. */
  readonly insteadOf: string | null;
  readonly claimId: string;
  readonly breakSeq: number | null;
  readonly eventId: string;
  readonly seq: number;
  /** The state in the notification, for the claim. */
  readonly state: State;
  readonly noticeKind: NoticeKind;
  /** This person said that it was fixed, and it was not. */
  readonly isRefuted: boolean;
  /** The job flaps: how often it failed in 24 hours. Null when it does not. */
  readonly flapping: number | null;
  /** What kept it from being delivered before: what the channels answered. Null when it is the first attempt. */
  readonly delayedBy: string | null;
  /** In order, until one accepts; empty for an update. */
  readonly addresses: readonly Address[];
  /** Not until one accepts, but by every one of them. */
  readonly byAll: boolean;
  /** Not null: this message is changed, and no one is pinged. */
  readonly earlier: Earlier | null;
}

/** What is done about one person. */
export type Routed =
  | { readonly do: 'send'; readonly plan: Plan; readonly reasons: readonly RouteReason[] }
  /** Nothing is sent before `until`; then the job is routed again. */
  | {
      readonly do: 'defer';
      readonly until: Instant;
      readonly plan: Plan;
      readonly reasons: readonly RouteReason[];
    }
  | { readonly do: 'drop'; readonly personId: string; readonly reasons: readonly RouteReason[] };

/** What becomes of one trigger. */
export interface Routing {
  readonly routed: readonly Routed[];
  /** About the whole: also when `routed` is empty. */
  readonly reasons: readonly RouteReason[];
  /** A failing job that no one can be notified of: no owner and no admin, or no one with an address. Raise the alarm. */
  readonly isUnreachable: boolean;
  /** Those of the people concerned whom no channel reaches. */
  readonly unreached: readonly string[];
}
