import type { EventSink } from '../../lib/ports/event-sink.ts';

/** Slack waits three seconds for all; what the bus has not taken by then is handed on by the next check. */
const PATIENCE_MS = 1_000;

/** The bus, whose client is loaded for the first change that somebody makes. */
export function busOnDemand(name: string): EventSink {
  let made: Promise<EventSink> | null = null;
  const make = async () =>
    new (await import('../../lib/adapters/eventbridge/events.ts')).EventBridgeEvents(name) as EventSink;
  return {
    publish: async (transitions, aboutOf) => {
      made ??= make();
      const bus = await made;
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<ReadonlySet<string>>((resolve) => {
        timer = setTimeout(() => resolve(new Set()), PATIENCE_MS);
      });
      try {
        return await Promise.race([bus.publish(transitions, aboutOf), enough]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
