import { oneLine } from '../core/message/outside-text.ts';
import type { Receipt } from './channel.ts';
import type { SecretUnavailable } from './secrets.ts';

/** `receipt` finds the message again; null where nothing does. */
export function accepted(receipt: string | null): Receipt {
  return { outcome: 'accepted', receipt };
}

/** Nothing was shown, and another try may help; `afterS` in seconds, when the channel said how long to wait. */
export function later(message: string, afterS: number | null = null): Receipt {
  return { outcome: 'later', afterS, message: oneLine(message) };
}

/** The person's entry is wrong: another try would be refused too. */
export function badAddress(message: string): Receipt {
  return { outcome: 'refused', cause: 'address', message: oneLine(message) };
}

/** The sentinel's own setting is wrong: whatever it sends over this channel is refused. */
export function badSetup(message: string): Receipt {
  return { outcome: 'refused', cause: 'setup', message: oneLine(message) };
}

/** A secret that the channel needs cannot be read; `secret` says which, for people. */
export function withoutSecret(secret: string, { message, isTransient }: SecretUnavailable): Receipt {
  return isTransient ? later(`${secret}: ${message}`) : badSetup(`${secret}: ${message}`);
}

/** It was sent and the answer was lost: it may have been shown. */
export function unknown(message: string): Receipt {
  return { outcome: 'unknown', message: oneLine(message) };
}
