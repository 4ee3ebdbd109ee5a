import type { EventSink } from '../../lib/ports/event-sink.ts';
import { inTime } from '../../lib/time/in-time.ts';

/** Slack waits three seconds for all; what the bus has not taken by then is handed on by the next check. */
const PATIENCE_MS = 1_000;

/** The bus, whose client is loaded for the first change that someone makes. */
export function busOnDemand(name: string): EventSink {
  let made: Promise<EventSink> | null = null;
  const make = async () =>
    new (await import('../../lib/adapters/eventbridge/events.ts')).EventBridgeEvents(name) as EventSink;
  return {
    publish: async (transitions, aboutOf) => {
      made ??= make();
      const bus = await made;
      const outcome = await inTime(bus.publish(transitions, aboutOf), { leftMs: PATIENCE_MS });
      return outcome.kind === 'done' ? outcome.value : new Set();
    },
  };
}
