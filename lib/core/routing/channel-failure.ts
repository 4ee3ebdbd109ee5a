import { DAY_MS, type Instant, MINUTE_MS, SECOND_MS } from '../instant.ts';
import type { Address } from './delivery.ts';

/** One person's channel that does not work: kept from the first failed attempt until one is accepted. */
export interface ChannelFailure {
  readonly personId: string;
  readonly address: Address;
  /** A fingerprint of the channel's settings: with others, the failure says nothing. */
  readonly settings: string;
  /** Failed attempts in a row, the first of them, and when the next one is due. */
  readonly failures: number;
  readonly since: Instant;
  readonly retryAt: Instant;
  /** The channel refused for good: another attempt would be refused too, and hammering ruins a sender's reputation. */
  readonly isForGood: boolean;
  /** What the channel answered. */
  readonly message: string;
}

/** What an attempt ended with, other than accepted. */
export interface FailedAttempt {
  readonly outcome: 'later' | 'refused' | 'unknown';
  /** Seconds that the channel asked to wait for; null when it did not say. */
  readonly afterS: number | null;
  readonly message: string;
}

/** After the first, second, third failed attempt in a row, and after each further one. */
const RETRY_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS] as const;
const MAX_RETRY_MS = DAY_MS;
/** The message may have been shown: less soon than after a failure. */
const MIN_UNANSWERED_RETRY_MS = 15 * MINUTE_MS;
/** A channel that has not worked for this long counts as one that does not: the admin stands in. */
const LASTING_MS = 20 * MINUTE_MS;

/** What is known of a channel after a failed attempt (docs/design/routing.md#channels). */
export function failureAfter(
  before: ChannelFailure | null,
  personId: string,
  address: Address,
  settings: string,
  attempt: FailedAttempt,
  now: Instant,
): ChannelFailure {
  const isSame = before !== null && before.address.to === address.to && before.settings === settings;
  const failures = isSame ? before.failures + 1 : 1;
  const isForGood = attempt.outcome === 'refused';
  const backoffMs = RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] ?? MAX_RETRY_MS;
  const askedMs = (attempt.afterS ?? 0) * SECOND_MS;
  const leastMs = attempt.outcome === 'unknown' ? MIN_UNANSWERED_RETRY_MS : 0;
  const waitMs = isForGood ? MAX_RETRY_MS : Math.min(Math.max(backoffMs, askedMs, leastMs), MAX_RETRY_MS);
  const since = isSame ? before.since : now;
  return {
    personId,
    address,
    settings,
    failures,
    since,
    retryAt: now + waitMs,
    isForGood,
    message: attempt.message,
  };
}

/** The channels that do not work now, of every person. */
export class ChannelFailures {
  readonly #byChannel: ReadonlyMap<string, ChannelFailure>;

  constructor(failures: readonly ChannelFailure[]) {
    this.#byChannel = new Map(failures.map((each) => [keyOf(each.personId, each.address), each]));
  }

  /** Null where the channel works, as far as is known; also when the person has another address by now. */
  find(personId: string, address: Address): ChannelFailure | null {
    const failure = this.#byChannel.get(keyOf(personId, address)) ?? null;
    return failure?.address.to === address.to ? failure : null;
  }

  /** The addresses that may be tried at `now`. */
  open(personId: string, addresses: readonly Address[], now: Instant): Address[] {
    return addresses.filter((address) => now >= (this.find(personId, address)?.retryAt ?? now));
  }

  /** The failure whose next attempt is due first; null when one of the addresses works. */
  firstRetry(personId: string, addresses: readonly Address[]): ChannelFailure | null {
    const failures = addresses.map((address) => this.find(personId, address));
    if (failures.some((each) => each === null)) return null;
    return (
      failures.reduce((first, each) => (first && each && each.retryAt < first.retryAt ? each : first), failures[0]) ??
      null
    );
  }

  /** No channel of the person works or is to be tried now: each refused for good, or has not worked for 20 minutes. */
  isUnreached(personId: string, addresses: readonly Address[], now: Instant): boolean {
    return addresses.every((address) => {
      const failure = this.find(personId, address);
      return failure !== null && now < failure.retryAt && (failure.isForGood || now - failure.since >= LASTING_MS);
    });
  }
}

/** A person has at most one address per channel. */
function keyOf(personId: string, { channel }: Address): string {
  return `${channel} ${personId}`;
}
