import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  DETAIL_VERSION,
  DRILL_DETAIL_TYPE,
  EVENT_SOURCE,
  TRANSITION_DETAIL_TYPE,
} from '../../core/event/detail-types.ts';
import type { AboutOf } from '../../core/event/job-about.ts';
import { stateChangedDetail } from '../../core/event/state-changed.ts';
import { formatInstant, type Instant } from '../../core/instant.ts';
import { consoleOf } from '../../core/message/evidence-link.ts';
import { errorText } from '../../core/message/outside-text.ts';
import type { Transition } from '../../core/model/transition.ts';
import type { Announcement, AnnouncementKind, Announcements } from '../../ports/announcements.ts';
import type { EventSink } from '../../ports/event-sink.ts';

/** The service takes this many entries in one request. */
const MAX_ENTRIES = 10;
/** Entries that failed inside an accepted request are sent again this many times, the pause doubling each time. */
const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 100;
/** What is worth another try; anything else would fail again. Source: PutEventsResultEntry. */
const RETRYABLE = new Set(['ThrottlingException', 'InternalFailure', 'InternalException']);

const ANNOUNCEMENT_DETAIL_TYPES: Readonly<Record<AnnouncementKind, string>> = {
  'rules-accepted': 'Backup Sentinel Rules Accepted',
  'rules-rejected': 'Backup Sentinel Rules Rejected',
  'pass-completed': 'Backup Sentinel Pass Completed',
  'record-head': 'Backup Sentinel Record Head',
  'member-found': 'Backup Sentinel Member Found',
  drill: DRILL_DETAIL_TYPE,
};

/** What is put on the bus, and the id by which a caller knows that it was taken. */
interface Outgoing {
  readonly eventId: string;
  readonly entry: PutEventsRequestEntry;
}

/** Publishes transitions and news on an event bus. A request that is accepted can still fail entry by entry. */
export class EventBridgeEvents implements EventSink, Announcements {
  readonly #bus: string;
  readonly #client: EventBridgeClient;
  readonly #console: string;
  #lastError: string | null = null;

  /** `region` is that of the process, for links into the console of its partition. */
  constructor(
    bus: string,
    client: EventBridgeClient = createEventBridgeClient(),
    region: string | null = process.env.AWS_REGION ?? null,
  ) {
    this.#bus = bus;
    this.#client = client;
    this.#console = consoleOf(region);
  }

  /** Why the newest request or entry was not taken; null when nothing ever failed. */
  get lastError(): string | null {
    return this.#lastError;
  }

  async publish(transitions: readonly Transition[], aboutOf?: AboutOf): Promise<ReadonlySet<string>> {
    return this.#putAll(
      transitions.map((transition) => {
        const { eventId, jobId, at } = transition;
        const detail = stateChangedDetail(transition, aboutOf?.(jobId) ?? null, this.#console);
        return { eventId, entry: this.#entry(TRANSITION_DETAIL_TYPE, at, detail) };
      }),
    );
  }

  async announce(announcement: Announcement): Promise<boolean> {
    const { kind, eventId, at, detail } = announcement;
    const content = { version: DETAIL_VERSION, event_id: eventId, at: formatInstant(at), ...detail };
    const entry = this.#entry(ANNOUNCEMENT_DETAIL_TYPES[kind], at, content);
    return (await this.#putAll([{ eventId, entry }])).has(eventId);
  }

  async #putAll(all: readonly Outgoing[]): Promise<ReadonlySet<string>> {
    const taken = new Set<string>();
    for (let from = 0; from < all.length; from += MAX_ENTRIES) {
      await this.#put(all.slice(from, from + MAX_ENTRIES), taken);
    }
    return taken;
  }

  async #put(all: readonly Outgoing[], taken: Set<string>): Promise<void> {
    let left = all;
    for (let tries = 1; left.length > 0 && tries <= MAX_TRIES; tries += 1) {
      if (tries > 1) await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 2)));
      const results = await this.#send(left);
      if (results === null) return;
      left.forEach(({ eventId }, index) => {
        if (results[index] && !results[index].ErrorCode) taken.add(eventId);
        else this.#lastError = errorText({ name: results[index]?.ErrorCode, message: results[index]?.ErrorMessage });
      });
      left = left.filter((_, index) => RETRYABLE.has(results[index]?.ErrorCode ?? ''));
    }
  }

  /** Null when the whole request failed: what it carried stays in the outbox. */
  async #send(all: readonly Outgoing[]): Promise<readonly PutEventsResultEntry[] | null> {
    try {
      const command = new PutEventsCommand({ Entries: all.map(({ entry }) => entry) });
      return (await this.#client.send(command)).Entries ?? null;
    } catch (error) {
      this.#lastError = errorText(error as Error);
      return null;
    }
  }

  #entry(detailType: string, at: Instant, detail: object): PutEventsRequestEntry {
    return {
      EventBusName: this.#bus,
      Source: EVENT_SOURCE,
      DetailType: detailType,
      Time: new Date(at),
      Detail: JSON.stringify(detail),
    };
  }
}

/** A client that gives up on a request in time. Reads nothing from the network. */
export function createEventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient({
    // One hung socket must not eat a whole pass: the SDK itself waits for ever.
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    }),
  });
}
