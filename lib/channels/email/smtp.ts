import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPError } from 'nodemailer/lib/smtp-connection';
import type { Receipt } from '../../ports/channel.ts';
import { isUntrusted } from '../../ports/network-failure.ts';
import { accepted, badAddress, badSetup, later, unknown, withoutSecret } from '../../ports/receipt.ts';
import { type Secrets, SecretUnavailable } from '../../ports/secrets.ts';
import type { Mail, MailTransport } from './transport.ts';

const TIMEOUT_MS = 20_000;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

export interface SmtpSettings {
  readonly host: string;
  /** 587 is usual, or 465 with `secure`. */
  readonly port: number;
  /** TLS from the first byte. Otherwise STARTTLS is demanded, except on loopback. */
  readonly secure: boolean;
  /** Lets mails and the password go unencrypted to another host. */
  readonly allowPlain: boolean;
  /** Who logs in, and the secret that holds the password; null for a server that asks for none. */
  readonly login: { readonly user: string; readonly passwordName: string } | null;
}

/** How far the talk with the server had come when it failed. */
type Stage = 'connecting' | 'login' | 'envelope' | 'sent';

/** A mail server that takes our mails, one connection for each. */
export class SmtpTransport implements MailTransport {
  readonly #settings: SmtpSettings;
  readonly #secrets: Secrets;
  readonly #timeoutMs: number;

  constructor(settings: SmtpSettings, secrets: Secrets, timeoutMs: number = TIMEOUT_MS) {
    this.#settings = settings;
    this.#secrets = secrets;
    this.#timeoutMs = timeoutMs;
  }

  async send(mail: Mail): Promise<Receipt> {
    const { login } = this.#settings;
    try {
      const password = login && (await this.#secrets.get(login.passwordName));
      return await this.#talk(mail, login && { user: login.user, pass: password ?? '' });
    } catch (error) {
      if (error instanceof SecretUnavailable) return withoutSecret("the mail server's password", error);
      throw error;
    }
  }

  #talk(mail: Mail, auth: { readonly user: string; readonly pass: string } | null): Promise<Receipt> {
    const { host, port, secure, allowPlain } = this.#settings;
    const isPlain = !secure && (allowPlain || LOOPBACK.test(host));
    const connection = new SMTPConnection({
      host,
      port,
      secure,
      ignoreTLS: isPlain,
      requireTLS: !isPlain,
      connectionTimeout: this.#timeoutMs,
      dnsTimeout: this.#timeoutMs,
      greetingTimeout: this.#timeoutMs,
      socketTimeout: this.#timeoutMs,
      socketCloseTimeout: 0,
    });
    let stage: Stage = 'connecting';
    return new Promise<Receipt>((resolve) => {
      const end = (receipt: Receipt): void => {
        clearTimeout(timer);
        connection.close();
        resolve(receipt);
      };
      const fail = (error: SMTPError): void => end(receiptOf(error, stage, `${host}:${port}`));
      const timer = setTimeout(() => fail(new Error('no answer in time')), this.#timeoutMs);
      // It may fail once more after it was given up.
      connection.on('error', fail);
      const send = (): void => {
        stage = 'envelope';
        // Read only once the server has asked for it; when it has been read, the server may have it.
        const message = Readable.from([mail.raw]).once('end', () => {
          stage = 'sent';
        });
        const envelope = { from: mail.from, to: [mail.to], size: mail.raw.length };
        connection.send(envelope, message, (error) => (error ? fail(error) : end(accepted(mail.messageId))));
      };
      connection.connect((error) => {
        if (error) return fail(error);
        if (auth === null) return send();
        if (!connection.allowsAuth) return end(badSetup(`the mail server ${host}:${port} offers no login`));
        stage = 'login';
        connection.login({ ...auth, credentials: auth }, (refused) => (refused ? fail(refused) : send()));
      });
    });
  }
}

function receiptOf(error: SMTPError, stage: Stage, server: string): Receipt {
  const { response } = error;
  const code = Number(/^\d{3}/.exec(response ?? '')?.[0] ?? 0);
  if (code >= 400 && code < 500) return later(`the mail server ${server} cannot take it now: ${response}`);
  if (error.code === 'ETLS' || isUntrusted(error.originalCode ?? '')) {
    return badSetup(
      `no encrypted talk with the mail server ${server} (${error.message}); it needs STARTTLS and a valid certificate`,
    );
  }
  if (code >= 500) {
    const message = `the mail server ${server} refused it: ${response}`;
    return isAboutRecipient(error, code) ? badAddress(message) : badSetup(message);
  }
  if (stage === 'sent') return unknown(`the mail was handed to ${server} and its answer was lost (${error.message})`);
  if (error.code === 'EAUTH') return badSetup(`no login at the mail server ${server} (${error.message})`);
  return later(`the mail server ${server} could not be reached (${error.originalCode ?? error.message})`);
}

/**
 * A refusal of the recipient, unless it says that the server does not pass on our mails at all; and one of the message
 * whose enhanced code is about the address or the mailbox (RFC 3463: X.1 and X.2).
 */
function isAboutRecipient({ command, response = '' }: SMTPError, code: number): boolean {
  if (command === 'RCPT TO') return code !== 530 && !/relay/i.test(response);
  return command === 'DATA' && /\b5\.[12]\.\d/.test(response);
}
