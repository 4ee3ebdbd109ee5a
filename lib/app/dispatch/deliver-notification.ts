import { createHash } from 'node:crypto';
import type { Message } from '../../core/message/message.ts';
import type { Notification } from '../../core/message/notification.ts';
import type { RenderOptions } from '../../core/message/render-options.ts';
import { type ChannelKind, channelOf } from '../../core/model/channel-kind.ts';
import type { Address, DeliveryOutcome } from '../../core/routing/delivery.ts';
import type { OutgoingMessage, Receipt } from '../../ports/channel.ts';
import type { OpenedChannel } from '../../ports/channel-setup.ts';
import { badSetup } from '../../ports/receipt.ts';

/** The channels that are set up, and for the others why they are not. */
export interface Channels {
  of(kind: ChannelKind): OpenedChannel | Promise<OpenedChannel>;
  /** A fingerprint of what the channels are set up with: another one means that what failed may work now. */
  settings(): Promise<string>;
}

/** What became of one notification. */
export interface Delivered {
  readonly outcome: DeliveryOutcome;
  /** The address that took it, or may have. */
  readonly address: Address | null;
  readonly receipt: string | null;
  /** What each channel said that did not take it. */
  readonly failures: readonly DeliveryFailure[];
  /** What every address that was tried answered. */
  readonly attempts: readonly Attempt[];
}

export interface DeliveryFailure {
  readonly channel: ChannelKind;
  /** True when the sentinel's own setup is wrong, which the operator has to fix. */
  readonly isSetup: boolean;
  readonly message: string;
}

/** What one address answered. */
export interface Attempt {
  readonly address: Address;
  readonly receipt: Receipt;
}

/**
 * Sends a notification: through its addresses in order until one takes it, through all of them, or to where the message is
 * that it changes. Never throws for an outside failure. `attempt` counts from 1.
 */
export async function deliverNotification(
  notification: Notification,
  channels: Channels,
  attempt: number,
  options: RenderOptions,
): Promise<Delivered> {
  const { earlier, byAll } = notification;
  const { signInLinkFor: _, ...forOthers } = options;
  const outgoingFor = (address: Address): OutgoingMessage => ({
    deliveryId: deliveryIdOf(notification),
    earlier: earlier?.receipt ?? null,
    message: { kind: 'notification', notification, options: isReadersOwn(address) ? options : forOthers },
    to: address.to,
  });
  return deliver(outgoingFor, earlier ? [earlier.address] : notification.addresses, byAll, channels, attempt);
}

/** A message of another kind, and where it may go, in order. */
export interface AddressedMessage {
  /** The same for the same message, so that a repeat can be recognised. */
  readonly deliveryId: string;
  readonly message: Message;
  readonly addresses: readonly Address[];
}

/** As `deliverNotification`, for a message that is no notification: through its addresses in order until one takes it. */
export async function deliverMessage(
  { deliveryId, message, addresses }: AddressedMessage,
  channels: Channels,
): Promise<Delivered> {
  const outgoingFor = ({ to }: Address) => ({ deliveryId, message, earlier: null, to });
  return deliver(outgoingFor, addresses, false, channels, 1);
}

async function deliver(
  outgoingFor: (address: Address) => OutgoingMessage,
  addresses: readonly Address[],
  byAll: boolean,
  channels: Channels,
  attempt: number,
): Promise<Delivered> {
  const attempts: Attempt[] = [];
  for (const address of addresses) {
    const channel = await channels.of(address.channel);
    const receipt = 'missing' in channel ? badSetup(channel.missing) : await channel.send(outgoingFor(address));
    attempts.push({ address, receipt });
    if (!byAll && isEnough(receipt, attempt)) break;
  }
  return summedUp(attempts);
}

/** Other people who read along in a channel must not be signed in as the one who is written to. */
function isReadersOwn({ channel }: Address): boolean {
  return channelOf(channel).isPrivate;
}

/** Taken; or, the first time, perhaps taken, and another channel might show it twice. */
function isEnough(receipt: Receipt, attempt: number): boolean {
  return receipt.outcome === 'accepted' || (receipt.outcome === 'unknown' && attempt === 1);
}

function summedUp(attempts: readonly Attempt[]): Delivered {
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
      return { outcome: 'accepted', address, receipt: receipt.receipt, failures, attempts };
    }
  }
  const lost = attempts.find(({ receipt }) => receipt.outcome === 'unknown');
  if (lost) return { outcome: 'unknown', address: lost.address, receipt: null, failures, attempts };
  const mayPass = attempts.some(({ receipt }) => receipt.outcome === 'later');
  return { outcome: mayPass ? 'later' : 'refused', address: null, receipt: null, failures, attempts };
}

/** The same for the same claims, in whatever order. */
function deliveryIdOf({ claimIds }: Notification): string {
  return createHash('sha256')
    .update([...claimIds].sort().join('\n'))
    .digest('hex');
}
