import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Outgoing, Receipt, Sender } from '../../ports/channel.ts';
import { isUnsent } from '../../ports/network-failure.ts';
import { accepted, badAddress, badSetup, later, unknown } from '../../ports/receipt.ts';
import type { SnsMessage } from './render.ts';

type AwsError = Error & { readonly code?: string; readonly $metadata?: { readonly httpStatusCode?: number } };

/** Topics of Amazon SNS, in whatever region. Anyone who subscribes gets the text of the mail. */
export class SnsSender implements Sender<SnsMessage> {
  readonly #createClient: (region: string) => SNSClient;
  readonly #clients = new Map<string, SNSClient>();

  constructor(createClient: (region: string) => SNSClient = createSnsClient) {
    this.#createClient = createClient;
  }

  async send({ to, message }: Outgoing<SnsMessage>): Promise<Receipt> {
    const region = /^arn:[a-z-]+:sns:([a-z0-9-]+):\d{12}:/.exec(to)?.[1];
    if (region === undefined) return badAddress(`${JSON.stringify(to)} is no ARN of an SNS topic`);
    const command = new PublishCommand({
      TopicArn: to,
      Subject: message.subject,
      Message: message.text,
      MessageAttributes: Object.fromEntries(
        Object.entries(message.attributes).map(([name, values]) => [
          name,
          { DataType: 'String.Array', StringValue: JSON.stringify(values) },
        ]),
      ),
    });
    try {
      const { MessageId } = await this.#client(region).send(command);
      return accepted(MessageId ?? null);
    } catch (error) {
      return receiptOf(error as AwsError, to);
    }
  }

  #client(region: string): SNSClient {
    const client = this.#clients.get(region) ?? this.#createClient(region);
    this.#clients.set(region, client);
    return client;
  }
}

function receiptOf(error: AwsError, topic: string): Receipt {
  const { name, message, code } = error;
  const status = error.$metadata?.httpStatusCode;
  const lost = `SNS was handed the message and its answer was lost (${code ?? name})`;
  if (status === undefined) {
    // The one timeout without a code is that of the connection.
    if (isUnsent(error) || (name === 'TimeoutError' && !code))
      return later(`SNS could not be reached (${code ?? name})`);
    return code ? unknown(lost) : badSetup(`SNS could not be asked (${name}: ${message}); are there credentials?`);
  }
  if (status < 300) return unknown(lost);
  const text = `SNS refused the message for ${topic} (${name}: ${message})`;
  if (status >= 500 || status === 429 || /Thrott/.test(name)) return later(text);
  return isAboutTopic(name, message) ? badAddress(text) : badSetup(text);
}

/** There is no such topic, or what the person's entry names is none. */
function isAboutTopic(name: string, message: string): boolean {
  return /^(NotFound|EndpointDisabled)/.test(name) || (name.startsWith('InvalidParameter') && /topic/i.test(message));
}

/** A client that publishes a message once: the SDK's own retry after a lost answer would publish it twice. */
export function createSnsClient(region: string): SNSClient {
  return new SNSClient({
    region,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    }),
  });
}
