import type { Transition } from '../core/decision/transition.ts';

/** Where transitions go after they are stored: a bus, or this process's own output. */
export interface EventSink {
  /**
   * Hands the transitions on. Resolves to the ids of those that were taken; the others stay in their outboxes and are
   * handed on again by a later check. Never throws for an outside failure.
   */
  publish(transitions: readonly Transition[]): Promise<ReadonlySet<string>>;
}
