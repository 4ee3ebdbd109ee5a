import type { AboutOf } from '../core/event/job-about.ts';
import type { Transition } from '../core/model/transition.ts';

/** Where transitions go after they are stored: a bus, or this process's own output. */
export interface EventSink {
  /**
   * Hands the transitions on. Resolves to the ids of those that were taken; the others stay in their outboxes and are
   * handed on again by a later check. Never throws for an outside failure. `aboutOf` says what the rules doc has of
   * each one's job; left out, nothing is known of them.
   */
  publish(transitions: readonly Transition[], aboutOf?: AboutOf): Promise<ReadonlySet<string>>;
}
