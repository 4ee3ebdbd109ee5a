import { createHash } from 'node:crypto';
import { type Instant, MINUTE_MS, SECOND_MS } from '../../core/instant.ts';
import type { Notification } from '../../core/message/notification.ts';
import { renderNotification } from '../../core/message/render-notification.ts';
import type { RenderOptions } from '../../core/message/render-options.ts';
import type { RenderedMessage } from '../../core/message/rendered-message.ts';
import { type ChannelKind, channelOf } from '../../core/model/channel-kind.ts';
import type { Address, DeliveryOutcome } from '../../core/routing/delivery.ts';
import type { OutgoingMessage, Receipt } from '../../ports/channel.ts';
import type { OpenedChannel } from '../../ports/channel-setup.ts';
import { badSetup } from '../../ports/receipt.ts';

/** The channels that are set up, and for the others why they are not. */
export interface Channels {
  of(kind: ChannelKind): OpenedChannel | Promise<OpenedChannel>;
}

/** What became of one notification. */
export interface Delivered {
  readonly outcome: DeliveryOutcome;
  /** For `later`. */
  readonly retryAt: Instant | null;
  /** The address that took it, or may have. */
  readonly address: Address | null;
  readonly receipt: string | null;
  /** What each channel said that did not take it. */
  readonly failures: readonly DeliveryFailure[];
}

export interface DeliveryFailure {
  readonly channel: ChannelKind;
  /** True when the sentinel's own setup is wrong, which the operator has to fix. */
  readonly isSetup: boolean;
  readonly message: string;
}

/** What one address answered. */
interface Attempt {
  readonly address: Address;
  readonly receipt: Receipt;
}

/** A channel that asks to wait for no longer than this is waited for, once; then the person's next one is tried. */
const MAX_ASKED_S = 300;
const FIRST_WAIT_MS = 30 * SECOND_MS;
const MAX_WAIT_MS = 15 * MINUTE_MS;
/** When every channel has put it off so often, about an hour has passed, and the person counts as unreachable. */
const MAX_ATTEMPTS = 8;

/**
 * Sends a notification: through its addresses in order until one takes it, through all of them, or to where the message is
 * that it changes. Never throws for an outside failure. `attempt` counts from 1.
 */
export async function deliverNotification(
  notification: Notification,
  channels: Channels,
  attempt: number,
  now: Instant,
  options: RenderOptions,
): Promise<Delivered> {
  const { earlier, byAll } = notification;
  const toReader = renderNotification(notification, options);
  const { signInLinkFor: _, ...forOthers } = options;
  const outgoingFor = (address: Address) => ({
    deliveryId: deliveryIdOf(notification),
    earlier: earlier?.receipt ?? null,
    message: isReadersOwn(address) ? toReader : renderNotification(notification, forOthers),
    to: address.to,
  });
  return deliver(outgoingFor, earlier ? [earlier.address] : notification.addresses, byAll, channels, attempt, now);
}

/** A message of another kind, and where it may go, in order. */
export interface AddressedMessage {
  /** The same for the same message, so that a repeat can be recognised. */
  readonly deliveryId: string;
  readonly message: RenderedMessage;
  readonly addresses: readonly Address[];
}

/** As `deliverNotification`, for a message that is no notification: through its addresses in order until one takes it. */
export async function deliverMessage(
  { deliveryId, message, addresses }: AddressedMessage,
  channels: Channels,
  attempt: number,
  now: Instant,
): Promise<Delivered> {
  const outgoingFor = ({ to }: Address) => ({ deliveryId, message, earlier: null, to });
  return deliver(outgoingFor, addresses, false, channels, attempt, now);
}

async function deliver(
  outgoingFor: (address: Address) => OutgoingMessage,
  addresses: readonly Address[],
  byAll: boolean,
  channels: Channels,
  attempt: number,
  now: Instant,
): Promise<Delivered> {
  const attempts: Attempt[] = [];
  for (const address of addresses) {
    const channel = await channels.of(address.channel);
    const receipt = 'missing' in channel ? badSetup(channel.missing) : await channel.send(outgoingFor(address));
    attempts.push({ address, receipt });
    if (!byAll && isEnough(receipt, attempt)) break;
  }
  return summedUp(attempts, attempt, now);
}

/** Other people who read along in a channel must not be signed in as the one who is written to. */
function isReadersOwn({ channel }: Address): boolean {
  return channelOf(channel).isPrivate;
}

/**
 * Taken; or perhaps taken, and another channel might deliver it twice; or not yet: a limit that is over in a moment is no
 * reason to reach a person where they did not ask for it.
 */
function isEnough(receipt: Receipt, attempt: number): boolean {
  if (receipt.outcome === 'accepted' || receipt.outcome === 'unknown') return true;
  return receipt.outcome === 'later' && attempt === 1 && receipt.afterS !== null && receipt.afterS <= MAX_ASKED_S;
}

function summedUp(attempts: readonly Attempt[], attempt: number, now: Instant): Delivered {
  const failures = attempts.flatMap(({ address, receipt }): DeliveryFailure[] =>
    receipt.outcome === 'accepted'
      ? []
      : [
          {
            channel: address.channel,
            isSetup: receipt.outcome === 'refused' && receipt.cause === 'setup',
            message: receipt.message,
          },
        ],
  );
  for (const { address, receipt } of attempts) {
    if (receipt.outcome === 'accepted') {
      return { outcome: 'accepted', retryAt: null, address, receipt: receipt.receipt, failures };
    }
  }
  const lost = attempts.find(({ receipt }) => receipt.outcome === 'unknown');
  if (lost) return { outcome: 'unknown', retryAt: null, address: lost.address, receipt: null, failures };
  const waitsS = attempts.flatMap(({ receipt }) => (receipt.outcome === 'later' ? [receipt.afterS ?? 0] : []));
  if (waitsS.length === 0 || attempt >= MAX_ATTEMPTS) {
    return { outcome: 'refused', retryAt: null, address: null, receipt: null, failures };
  }
  const askedMs = Math.min(...waitsS) * SECOND_MS;
  const backoffMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), MAX_WAIT_MS);
  const retryAt = now + Math.max(Math.min(askedMs, MAX_WAIT_MS), backoffMs);
  return { outcome: 'later', retryAt, address: null, receipt: null, failures };
}

/** The same for the same claims, in whatever order. */
function deliveryIdOf({ claimIds }: Notification): string {
  return createHash('sha256')
    .update([...claimIds].sort().join('\n'))
    .digest('hex');
}
