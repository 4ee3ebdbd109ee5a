import type { Receipt } from '../../ports/channel.ts';

/** A mail that is written and waits for someone to carry it. */
export interface Mail {
  /** Addresses alone, without names. */
  readonly from: string;
  readonly to: string;
  /** With its angle brackets. */
  readonly messageId: string;
  /** Headers and body as they go over the wire, lines ended by CRLF. */
  readonly raw: Buffer;
}

/** Hands mails to what delivers them. */
export interface MailTransport {
  /** Never throws for an outside failure, and never takes longer than its time limit. */
  send(mail: Mail): Promise<Receipt>;
}
