import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Instant } from '../../core/instant.ts';

/** A message as the queue gives it. */
export interface HeldMessage {
  readonly queue: string;
  readonly sentAt: Instant;
  readonly receipt: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** More is more than anyone reads. */
const MAX_MESSAGES = 1_000;
const BATCH = 10;

/** The dead-letter queues of a sentinel, by their names. */
export class DeadLetters {
  readonly #client: SQSClient;
  readonly #urls = new Map<string, string>();

  constructor(client: SQSClient = new SQSClient({})) {
    this.#client = client;
  }

  /** Up to 1,000 messages of a queue. They stay there, and are hidden from others for `hiddenS`. Throws what SQS refuses. */
  async read(queue: string, hiddenS: number): Promise<HeldMessage[]> {
    const held = new Map<string, HeldMessage>();
    while (held.size < MAX_MESSAGES) {
      const { Messages = [] } = await this.#client.send(
        new ReceiveMessageCommand({
          QueueUrl: await this.#urlOf(queue),
          MaxNumberOfMessages: BATCH,
          VisibilityTimeout: hiddenS,
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ['SentTimestamp'],
          MessageAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) break;
      for (const { MessageId = '', ReceiptHandle = '', Body = '', Attributes, MessageAttributes = {} } of Messages) {
        const attributes = Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]);
        held.set(MessageId, {
          queue,
          sentAt: Number(Attributes?.SentTimestamp ?? 0),
          receipt: ReceiptHandle,
          body: Body,
          attributes: Object.fromEntries(attributes),
        });
      }
    }
    return [...held.values()].sort((one, other) => one.sentAt - other.sentAt);
  }

  /** Puts a message into another queue, and then takes it out of its own: it is never in none. Throws what SQS refuses. */
  async giveBack(message: HeldMessage, body: string, to: string): Promise<void> {
    await this.#client.send(new SendMessageCommand({ QueueUrl: await this.#urlOf(to), MessageBody: body }));
    await this.delete(message);
  }

  async delete({ queue, receipt }: HeldMessage): Promise<void> {
    await this.#client.send(new DeleteMessageCommand({ QueueUrl: await this.#urlOf(queue), ReceiptHandle: receipt }));
  }

  async #urlOf(queue: string): Promise<string> {
    const known = this.#urls.get(queue);
    if (known !== undefined) return known;
    const { QueueUrl = '' } = await this.#client.send(new GetQueueUrlCommand({ QueueName: queue }));
    this.#urls.set(queue, QueueUrl);
    return QueueUrl;
  }
}
