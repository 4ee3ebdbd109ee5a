import type { Message } from '../core/message/message.ts';

/** A message on its way to one person over one channel: as it is, or in a channel's form. */
export interface Outgoing<Form> {
  /** Names this delivery: the same when it is tried again, so that a channel that can recognise repeats may. */
  readonly deliveryId: string;
  /** Where it goes, as the channel writes it: a member or channel id, a mail address, a URL, a topic's ARN. */
  readonly to: string;
  readonly message: Form;
  /**
   * What the channel answered when it took the message that this one replaces. A channel that can change what it has
   * shown does so instead of showing another; where it cannot, the message is not given to it (see `canUpdate`).
   */
  readonly earlier: string | null;
}

/** What became of a message. The text is for people: it names the channel's own words and never holds a secret. */
export type Receipt =
  /** The channel has taken it. `receipt` finds it again, for an update; null where nothing does. */
  | { readonly outcome: 'accepted'; readonly receipt: string | null }
  /** Not now: too many, or the channel has failed. Nothing was shown. `afterS` when the channel said how long. */
  | { readonly outcome: 'later'; readonly afterS: number | null; readonly message: string }
  /**
   * Never, as it is. `cause` says what is wrong: `address` is this person's entry (no such channel, archived, unknown address)
   * and the next channel is tried; `setup` is the sentinel's own (a revoked token, a sender that is not verified),
   * which also raises the alarm.
   */
  | { readonly outcome: 'refused'; readonly cause: 'address' | 'setup'; readonly message: string }
  /** Sent, and the answer was lost: it may have been shown. */
  | { readonly outcome: 'unknown'; readonly message: string };

/** Delivers one message over one outside system (the notifier of the design). */
export interface Sender<Form> {
  /** Never throws for an outside failure, and never takes longer than its time limit. */
  send(outgoing: Outgoing<Form>): Promise<Receipt>;
}

export type Channel = Sender<Message>;
export type OutgoingMessage = Outgoing<Message>;

/** A channel of its two halves: the pure one that gives a message its form, and the one that sends the form. */
export function rendering<Given, Form>(render: (message: Given) => Form, sender: Sender<Form>): Sender<Given> {
  return {
    send: (outgoing) => sender.send({ ...outgoing, message: render(outgoing.message) }),
  };
}
