import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type AdminChannel, type AdminNotice, AdminUnreachable } from '../ports/admin-notice.ts';

/** SNS takes a subject of so many characters, ASCII and on one line, and a message of so many bytes. */
const MOST_SUBJECT = 99;
const MOST_BYTES = 250_000;

/** The admin's topic, whose subscriber is an e-mail address. */
export class SnsAdmin implements AdminChannel {
  readonly #topicArn: string;
  readonly #client: SNSClient;

  constructor(topicArn: string, client: SNSClient = defaultClient()) {
    this.#topicArn = topicArn;
    this.#client = client;
  }

  async tell({ subject, text }: AdminNotice): Promise<void> {
    const command = new PublishCommand({
      TopicArn: this.#topicArn,
      Subject: subjectOf(subject),
      Message: cut(text, MOST_BYTES),
    });
    try {
      await this.#client.send(command);
    } catch (error) {
      const { name, message } = error as Error;
      throw new AdminUnreachable(
        `the admin's topic ${this.#topicArn} took no message (${name}: ${message.replace(/\s+/g, ' ')}); check the topic and sns:Publish on it`,
      );
    }
  }
}

function subjectOf(text: string): string {
  const ascii = text.replace(/[^\x20-\x7e]+/g, '?').trim();
  return (/^[A-Za-z0-9]/.test(ascii) ? ascii : `Backup sentinel: ${ascii}`).slice(0, MOST_SUBJECT);
}

function cut(text: string, mostBytes: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= mostBytes) return text;
  return `${new TextDecoder().decode(bytes.subarray(0, mostBytes)).replace(/\ufffd+$/, '')}\n...`;
}

function defaultClient(): SNSClient {
  return new SNSClient({
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    }),
  });
}
