import type { Transition } from '../../lib/core/model/transition.ts';
import type { EventSink } from '../../lib/ports/event-sink.ts';

/** A sink for transitions that a command prints: printing is how it publishes them. */
export function printedSink(printed: ReadonlySet<string>): EventSink {
  return {
    async publish(transitions: readonly Transition[]) {
      return new Set(transitions.map(({ eventId }) => eventId).filter((id) => printed.has(id)));
    },
  };
}

/**
 * The bus on which a check publishes its transitions; null where it has none. On a single host they are printed; with the
 * tables on AWS they are left for the scheduled check, unless a bus is named.
 */
export async function openBus(bus: string | undefined): Promise<EventSink | null> {
  if (bus === undefined) return null;
  const { EventBridgeEvents } = await import('../../lib/adapters/eventbridge/events.ts');
  return new EventBridgeEvents(bus);
}
