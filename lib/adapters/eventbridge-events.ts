import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Transition } from '../core/decision/transition.ts';
import { publishable } from '../core/event/publishable.ts';
import type { EventSink } from '../ports/event-sink.ts';

/** The service takes so many entries in one request. */
const MOST_ENTRIES = 10;
/** Entries that failed inside an accepted request are sent again so many times, the pause doubling each time. */
const MOST_TRIES = 3;
const FIRST_PAUSE_MS = 100;
/** What is worth another try; anything else would fail again. Source: PutEventsResultEntry. */
const RETRYABLE = new Set(['ThrottlingException', 'InternalFailure', 'InternalException']);

export const EVENT_SOURCE = 'backup-sentinel';
export const TRANSITION_DETAIL_TYPE = 'Backup Job State Changed';
/** Version of the event's detail. */
const DETAIL_VERSION = 1;

/** Publishes transitions on an event bus. A request that is accepted can still fail entry by entry. */
export class EventBridgeEvents implements EventSink {
  readonly #bus: string;
  readonly #client: EventBridgeClient;

  constructor(bus: string, client: EventBridgeClient = defaultClient()) {
    this.#bus = bus;
    this.#client = client;
  }

  async publish(transitions: readonly Transition[]): Promise<ReadonlySet<string>> {
    const taken = new Set<string>();
    for (let from = 0; from < transitions.length; from += MOST_ENTRIES) {
      await this.#put(transitions.slice(from, from + MOST_ENTRIES), taken);
    }
    return taken;
  }

  async #put(transitions: readonly Transition[], taken: Set<string>): Promise<void> {
    let left = transitions;
    for (let tries = 1; left.length > 0 && tries <= MOST_TRIES; tries += 1) {
      if (tries > 1) await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 2)));
      const results = await this.#send(left);
      if (results === null) return;
      left.forEach(({ eventId }, index) => {
        if (results[index] && !results[index].ErrorCode) taken.add(eventId);
      });
      left = left.filter((_, index) => RETRYABLE.has(results[index]?.ErrorCode ?? ''));
    }
  }

  /** Null when the whole request failed: what it carried stays in the outbox. */
  async #send(transitions: readonly Transition[]): Promise<readonly PutEventsResultEntry[] | null> {
    try {
      const Entries = transitions.map((transition) => this.#entryOf(transition));
      return (await this.#client.send(new PutEventsCommand({ Entries }))).Entries ?? null;
    } catch {
      return null;
    }
  }

  #entryOf(transition: Transition): PutEventsRequestEntry {
    return {
      EventBusName: this.#bus,
      Source: EVENT_SOURCE,
      DetailType: TRANSITION_DETAIL_TYPE,
      Time: new Date(transition.at),
      Detail: JSON.stringify({ version: DETAIL_VERSION, ...publishable(transition) }),
    };
  }
}

function defaultClient(): EventBridgeClient {
  return new EventBridgeClient({
    requestHandler: new NodeHttpHandler({ connectionTimeout: 3_000, requestTimeout: 10_000 }),
  });
}
