import type { Instant } from '../../core/instant.ts';
import type { ChannelKind } from '../../core/model/channel-kind.ts';
import { type ChannelFailure, ChannelFailures, failureAfter } from '../../core/routing/channel-failure.ts';
import type { ChannelFailureLog } from '../../ports/channel-failure-log.ts';
import type { Attempt, Channels } from './deliver-notification.ts';

/** What is known of channels that do not work, read once for a dispatch and kept up to date by its attempts. */
export class FailureBook {
  readonly #log: ChannelFailureLog;
  readonly #settings: string;
  readonly #failures: Map<string, ChannelFailure>;

  private constructor(log: ChannelFailureLog, settings: string, failures: readonly ChannelFailure[]) {
    this.#log = log;
    this.#settings = settings;
    this.#failures = new Map(failures.map((each) => [keyOf(each.personId, each.address.channel), each]));
  }

  /** A failure under other settings says nothing any more. Throws StateStoreUnavailable. */
  static async open(log: ChannelFailureLog, channels: Channels): Promise<FailureBook> {
    const [settings, failures] = await Promise.all([channels.settings(), log.read()]);
    return new FailureBook(
      log,
      settings,
      failures.filter((each) => each.settings === settings),
    );
  }

  get failures(): ChannelFailures {
    return new ChannelFailures([...this.#failures.values()]);
  }

  /** Notes what each address answered. Resolves to when the first of those that failed is due again, if any is. */
  async note(personId: string, attempts: readonly Attempt[], now: Instant): Promise<Instant | null> {
    const due: Instant[] = [];
    for (const { address, receipt } of attempts) {
      const key = keyOf(personId, address.channel);
      const before = this.#failures.get(key) ?? null;
      if (receipt.outcome === 'accepted') {
        if (before === null) continue;
        this.#failures.delete(key);
        await this.#log.clear(before);
        continue;
      }
      const { outcome, message } = receipt;
      const failed = { outcome, afterS: receipt.outcome === 'later' ? receipt.afterS : null, message };
      const failure = failureAfter(before, personId, address, this.#settings, failed, now);
      this.#failures.set(key, failure);
      due.push(failure.retryAt);
      await this.#log.note(failure);
    }
    return due.length === 0 ? null : Math.min(...due);
  }
}

function keyOf(personId: string, channel: ChannelKind): string {
  return `${channel} ${personId}`;
}
