import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A queue of a test's own that is hung where something is told, and what came through it. */
export class Heard<Message> {
  readonly arn: string;
  readonly #sqs: SQSClient;
  readonly #url: string;
  readonly #messages: Message[] = [];

  private constructor(sqs: SQSClient, url: string, arn: string) {
    this.#sqs = sqs;
    this.#url = url;
    this.arn = arn;
  }

  static async createQueue<Message>(sqs: SQSClient, name: string): Promise<Heard<Message>> {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
    const { Attributes } = await sqs.send(asked);
    return new Heard(sqs, QueueUrl, Attributes?.QueueArn ?? '');
  }

  /** All that has come so far, in the order it came. */
  async all(): Promise<readonly Message[]> {
    for (;;) {
      const request = new ReceiveMessageCommand({ QueueUrl: this.#url, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await this.#sqs.send(request);
      if (Messages.length === 0) return this.#messages;
      for (const { Body = '', ReceiptHandle } of Messages) {
        this.#messages.push(JSON.parse(Body));
        await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: this.#url, ReceiptHandle }));
      }
    }
  }

  async deleteQueue(): Promise<void> {
    await this.#sqs.send(new DeleteQueueCommand({ QueueUrl: this.#url }));
  }
}
