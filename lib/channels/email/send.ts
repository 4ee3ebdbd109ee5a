import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Outgoing, Receipt, Sender } from '../../ports/channel.ts';
import { badAddress } from '../../ports/receipt.ts';
import { isEmail } from './address.ts';
import type { EmailMessage } from './render.ts';
import type { MailTransport } from './transport.ts';

const SENDER_NAME = 'Backup sentinel';
/** More than any reader shows, and less than a line of a mail may hold. */
const MAX_SUBJECT = 250;

/** Mails of text and HTML, carried by SMTP or SES. */
export class EmailSender implements Sender<EmailMessage> {
  readonly #from: string;
  readonly #transport: MailTransport;

  /** `from`: the sender's address, without a name. */
  constructor(from: string, transport: MailTransport) {
    if (!isEmail(from)) throw new TypeError(`the sender ${JSON.stringify(from)} is no mail address`);
    this.#from = from;
    this.#transport = transport;
  }

  async send({ deliveryId, to, message: email }: Outgoing<EmailMessage>): Promise<Receipt> {
    if (!isEmail(to)) return badAddress(`${JSON.stringify(to)} is no mail address`);
    const messageId = this.#messageId(deliveryId);
    const mail = new MailComposer({
      from: { name: SENDER_NAME, address: this.#from },
      to: { name: '', address: to },
      subject: subjectOf(email.subject),
      text: email.text,
      html: email.html,
      messageId,
      ...this.#threading(email.threads),
      headers: {
        // No one's absence notice answers a machine. RFC 3834; the other one is Exchange's.
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
      },
      newline: 'win',
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return this.#transport.send({ from: this.#from, to, messageId, raw: await mail.compile().build() });
  }

  /**
   * Mails of one break refer to one id that only they share (RFC 5322, 3.6.4). It need not be that of a mail: SES gives
   * mails ids of its own, and readers put together what refers to the same.
   */
  #threading(threads: readonly string[] = []): { inReplyTo?: string; references?: string[] } {
    const references = threads.map((thread) => this.#messageId(`break ${thread}`));
    const [first] = references;
    return first === undefined ? {} : { inReplyTo: first, references };
  }

  /** The same for the same delivery, so that a repeat can be recognised. SES puts its own in its place. */
  #messageId(deliveryId: string): string {
    const unique = createHash('sha256').update(deliveryId).digest('hex').slice(0, 32);
    return `<${unique}@${this.#from.slice(this.#from.lastIndexOf('@') + 1)}>`;
  }
}

function subjectOf(text: string): string {
  const characters = [...text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()];
  return characters.length <= MAX_SUBJECT ? characters.join('') : `${characters.slice(0, MAX_SUBJECT).join('')} ...`;
}
