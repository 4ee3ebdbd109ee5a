import type { Instant } from '../../core/instant.ts';
import type { Transition } from '../../core/model/transition.ts';
import type { RouteReason } from '../../core/routing/route-reason.ts';
import type { UnusableRow } from '../../ports/state-store.ts';
import type { Notified } from './send-due.ts';
import type { Unreached } from './unreached.ts';

/** What was done for the events that triggered a dispatch. */
export interface Dispatched {
  readonly notified: readonly Notified[];
  readonly deferred: readonly {
    readonly personId: string;
    readonly jobId: string;
    readonly until: Instant;
    readonly reasons: readonly RouteReason[];
  }[];
  readonly dropped: readonly {
    readonly personId: string | null;
    readonly jobId: string;
    readonly reasons: readonly RouteReason[];
  }[];
  /** Nothing is lost, and nothing is done yet: give them again in a minute. */
  readonly again: readonly Transition[];
  /** Failing jobs that no one can be notified of. */
  readonly unreachable: readonly string[];
  /** People whom no channel reaches now, and which jobs they should know of. */
  readonly unreached: readonly Unreached[];
  /** Jobs whose rows cannot be read, so that it is not known what is to be sent; their events are among `again`. */
  readonly unusable: readonly UnusableRow[];
}
