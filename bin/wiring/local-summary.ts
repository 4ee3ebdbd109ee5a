import type { Channels } from '../../lib/app/dispatch/deliver-notification.ts';
import { withMembers } from '../../lib/app/members/with-members.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import { type DeliveredSummary, deliverSummaries } from '../../lib/app/summary/deliver-summary.ts';
import { gatherSummary } from '../../lib/app/summary/summarise.ts';
import { type AddressedReader, dueReaders } from '../../lib/app/summary/summary-readers.ts';
import { HOUR_MS, type Instant } from '../../lib/core/instant.ts';
import { newestSummaryTime } from '../../lib/core/summary/when-due.ts';
import { openChannels } from './channels.ts';
import type { Stores } from './open-stores.ts';
import { openWording } from './wording.ts';

/** A host that was off at the hour sends its summary up to this much later: it is about the day. */
const LATEST_MS = 12 * HOUR_MS;

/** The summary of a single host, sent by its own channels. */
export class LocalSummary {
  readonly #stores: Stores;
  readonly #channels: Channels;
  readonly #wording: Awaited<ReturnType<typeof openWording>>;
  /** The newest summary that is done. */
  #done: Instant | null = null;

  private constructor(stores: Stores, channels: Channels, wording: Awaited<ReturnType<typeof openWording>>) {
    this.#stores = stores;
    this.#channels = channels;
    this.#wording = wording;
  }

  /** Throws UsageError for a setting of a channel, or of the model, that cannot be used. */
  static async open(stateFolder: string, stores: Stores): Promise<LocalSummary> {
    return new LocalSummary(stores, await openChannels(stateFolder, process.env), await openWording(process.env));
  }

  /**
   * Sends the day's summary when it is due. A watch that was started later does not, unless an earlier one would have:
   * `watchedSince` is when that one started. Throws StateStoreUnavailable.
   */
  async tellWhenDue(loaded: LoadedRules, now: Instant, watchedSince: Instant): Promise<readonly DeliveredSummary[]> {
    const { document } = loaded;
    if (document === null) return [];
    const due = newestSummaryTime(document.timezone, document.summaryMinute, now);
    if (due < watchedSince || now - due > LATEST_MS || (this.#done !== null && this.#done >= due)) return [];
    const delivered = await this.deliver(loaded, dueReaders(loaded, due), due, now);
    // What a channel deferred is retried by the next tick.
    if (delivered.every(({ outcome }) => outcome !== 'later')) this.#done = due;
    return delivered.filter(({ outcome }) => outcome !== 'repeated');
  }

  /** Sends to these readers; `scheduledAt` is null where it was requested. Throws StateStoreUnavailable. */
  async deliver(
    loaded: LoadedRules,
    readers: readonly AddressedReader[],
    scheduledAt: Instant | null,
    now: Instant,
  ): Promise<readonly DeliveredSummary[]> {
    // An admin who is not in the document has no channels on a single host.
    const reachable = readers.filter(({ personId }) => personId !== null);
    if (reachable.length === 0) return [];
    const watched = await withMembers(loaded, this.#stores.members);
    const facts = await gatherSummary(watched, summaryPorts(this.#stores), { now, tickS: null, readers: reachable });
    return deliverSummaries(facts, reachable, scheduledAt, {
      claims: this.#stores.summaries,
      channels: this.#channels,
      lastResort: null,
      wording: this.#wording,
      clock: Date.now,
    });
  }
}

/** The stores that a summary is gathered from. */
export function summaryPorts({ state, audit, days, deliveries, proposals, unwatched, record }: Stores) {
  return { store: state, audit, days, deliveries, proposals, unwatched, record };
}
