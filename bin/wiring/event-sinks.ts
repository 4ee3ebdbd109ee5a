import type { Transition } from '../../lib/core/decision/transition.ts';
import type { EventSink } from '../../lib/ports/event-sink.ts';

/** A sink for what a command has printed: printing is how it hands transitions on. */
export function printedSink(printed: ReadonlySet<string>): EventSink {
  return {
    async publish(transitions: readonly Transition[]) {
      return new Set(transitions.map(({ eventId }) => eventId).filter((id) => printed.has(id)));
    },
  };
}

/**
 * The bus that a check hands its transitions on to; null where it has none. On one box they are printed; with the
 * tables on AWS they are left for the scheduled check, unless a bus is named.
 */
export async function openBus(bus: string | undefined): Promise<EventSink | null> {
  if (bus === undefined) return null;
  const { EventBridgeEvents } = await import('../../lib/adapters/eventbridge/events.ts');
  return new EventBridgeEvents(bus);
}
