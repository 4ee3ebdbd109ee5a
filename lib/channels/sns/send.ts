import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { RenderedMessage } from '../../core/message/rendered-message.ts';
import type { Channel, OutgoingMessage, Receipt } from '../../ports/channel.ts';
import { isUnsent } from '../../ports/network-failure.ts';
import { accepted, badAddress, badSetup, later, unknown } from '../../ports/receipt.ts';
import { snsMessage, snsSubject } from './text.ts';

/** Jobs named in the attributes of a message; attributes count towards its size. */
const MAX_JOBS = 100;

type AwsError = Error & { readonly code?: string; readonly $metadata?: { readonly httpStatusCode?: number } };

/** Topics of Amazon SNS, in whatever region. Anyone who subscribes gets the text of the mail. */
export class SnsChannel implements Channel {
  readonly kind = 'sns';
  readonly canUpdate = false;
  readonly #createClient: (region: string) => SNSClient;
  readonly #clients = new Map<string, SNSClient>();

  constructor(createClient: (region: string) => SNSClient = createSnsClient) {
    this.#createClient = createClient;
  }

  async send({ to, message }: OutgoingMessage): Promise<Receipt> {
    const region = /^arn:[a-z-]+:sns:([a-z0-9-]+):\d{12}:/.exec(to)?.[1];
    if (region === undefined) return badAddress(`${JSON.stringify(to)} is no ARN of an SNS topic`);
    const command = new PublishCommand({
      TopicArn: to,
      Subject: snsSubject(message.email.subject),
      Message: snsMessage(message.email.text),
      MessageAttributes: attributesOf(message),
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

/** Jobs and states of what is notified, so that a subscription can filter by them. */
function attributesOf({ json }: RenderedMessage): Record<string, { DataType: string; StringValue: string }> {
  const notices = Array.isArray(json.notices) ? (json.notices as readonly Record<string, unknown>[]) : [];
  const valuesOf = (key: string): unknown[] => [
    ...new Set(notices.map((notice) => notice[key]).filter((value) => typeof value === 'string')),
  ];
  const lists = { job: valuesOf('job_id').slice(0, MAX_JOBS), state: valuesOf('state') };
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, values]) =>
      values.length > 0 ? [[name, { DataType: 'String.Array', StringValue: JSON.stringify(values) }]] : [],
    ),
  );
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
