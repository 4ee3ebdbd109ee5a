import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Receipt } from '../../ports/channel.ts';
import { isUnsent } from '../../ports/network-failure.ts';
import { accepted, badAddress, badSetup, later, unknown } from '../../ports/receipt.ts';
import type { Mail, MailTransport } from './transport.ts';

/** The daily quota among them: it is spread over 24 hours, so another try within the hour helps. */
const BUSY: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'LimitExceededException',
  'ThrottlingException',
]);

type AwsError = Error & { readonly code?: string; readonly $metadata?: { readonly httpStatusCode?: number } };

/** Amazon SES, which puts a Message-ID of its own in place of the sentinel's. */
export class SesTransport implements MailTransport {
  readonly #client: SESv2Client;

  constructor(client: SESv2Client = createSesClient()) {
    this.#client = client;
  }

  async send({ from, to, raw }: Mail): Promise<Receipt> {
    try {
      const { MessageId } = await this.#client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Raw: { Data: raw } },
        }),
      );
      return accepted(MessageId ?? null);
    } catch (error) {
      return receiptOf(error as AwsError);
    }
  }
}

function receiptOf(error: AwsError): Receipt {
  const { name, message, code } = error;
  const status = error.$metadata?.httpStatusCode;
  const lost = `SES was handed the mail and its answer was lost (${code ?? name})`;
  if (status === undefined) {
    // The one timeout without a code is that of the connection.
    if (isUnsent(error) || (name === 'TimeoutError' && !code))
      return later(`SES could not be reached (${code ?? name})`);
    return code ? unknown(lost) : badSetup(`SES could not be asked (${name}: ${message}); are there credentials?`);
  }
  if (status < 300) return unknown(lost);
  const text = `SES refused the mail (${name}: ${message})`;
  if (status >= 500 || status === 429 || BUSY.has(name)) return later(text);
  return isAboutRecipient(name, message) ? badAddress(text) : badSetup(text);
}

/** "Email address is not verified" is said of a recipient too, in the sandbox: then the account is what is wrong. */
function isAboutRecipient(name: string, message: string): boolean {
  if (/not verified/i.test(message)) return false;
  if (name === 'MessageRejected') return /suppress|blacklist|recipient/i.test(message);
  return name === 'BadRequestException' && /address|recipient|domain|local part/i.test(message);
}

/** A client that sends a mail once: the SDK's own retry after a lost answer would send it twice. */
export function createSesClient(): SESv2Client {
  return new SESv2Client({
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2_000,
      requestTimeout: 10_000,
      throwOnRequestTimeout: true,
    }),
  });
}
