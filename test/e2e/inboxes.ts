import type { Email } from 'postal-mime';
import { SmtpStandIn, type TakenMail } from '../channels/email/smtp-stand-in.ts';
import { type ShownMessage, SlackStandIn } from '../channels/slack/stand-in.ts';

/** Where people read: a Slack workspace, and the mail server that SES hands their mail to. Both are on this machine. */
export class Inboxes {
  readonly slack: SlackStandIn;
  readonly #mail: SmtpStandIn;
  readonly #arrived: (ShownMessage | TakenMail)[] = [];

  private constructor(slack: SlackStandIn, mail: SmtpStandIn) {
    this.slack = slack;
    this.#mail = mail;
  }

  static async open(): Promise<Inboxes> {
    return new Inboxes(await SlackStandIn.start(), await SmtpStandIn.start());
  }

  async close(): Promise<void> {
    await Promise.all([this.slack.stop(), this.#mail.stop()]);
  }

  /** The mail server, as `host:port`. */
  get mailServer(): string {
    return `127.0.0.1:${this.#mail.port}`;
  }

  /**
   * Everything that has arrived, as `slack D012AB3CD ...` and `mail kim@acme.example ...`, the earliest first; what came
   * since the last look: Slack's before mail. A message that is changed counts as another.
   */
  arrived(): string[] {
    const { messages } = this.slack;
    const { taken } = this.#mail;
    this.#arrived.push(...[...messages, ...taken].filter((each) => !this.#arrived.includes(each)));
    return this.#arrived.map((each) =>
      'mail' in each ? `mail ${each.to} ${each.mail.subject}` : `slack ${each.channel} ${each.text}`,
    );
  }

  /** The mails to an address, the earliest first. */
  mailsTo(address: string): readonly Email[] {
    return this.#mail.taken.filter(({ to }) => to.includes(address)).map(({ mail }) => mail);
  }
}
