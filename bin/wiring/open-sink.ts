import type { Transition } from '../../lib/core/decision/transition.ts';
import type { EventSink } from '../../lib/ports/event-sink.ts';
import type { StateAddress } from './open-stores.ts';

/** The command's own output is where transitions go: it prints them, so all are taken. */
const OWN_OUTPUT: EventSink = {
  async publish(transitions: readonly Transition[]) {
    return new Set(transitions.map((transition) => transition.eventId));
  },
};

/**
 * Where a check hands its transitions on. On one box they are printed; with the tables on AWS they are left for the
 * scheduled check, unless a bus is named.
 */
export async function openSink(address: StateAddress, bus: string | undefined): Promise<EventSink | null> {
  if (address.kind === 'folder') return OWN_OUTPUT;
  if (bus === undefined) return null;
  const { EventBridgeEvents } = await import('../../lib/adapters/eventbridge-events.ts');
  return new EventBridgeEvents(bus);
}
