import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { snsSubject, snsText } from '../../channels/sns/text.ts';
import { errorText } from '../../core/message/outside-text.ts';
import { type AdminChannel, type AdminNotice, AdminUnreachable } from '../../ports/admin-notice.ts';

/** The admin's topic, whose subscriber is an e-mail address. */
export class SnsAdmin implements AdminChannel {
  readonly #topicArn: string;
  readonly #client: SNSClient;

  constructor(topicArn: string, client: SNSClient = defaultClient()) {
    this.#topicArn = topicArn;
    this.#client = client;
  }

  async notify({ subject, text }: AdminNotice): Promise<void> {
    const command = new PublishCommand({
      TopicArn: this.#topicArn,
      Subject: snsSubject(subject),
      Message: snsText(text),
    });
    try {
      await this.#client.send(command);
    } catch (error) {
      throw new AdminUnreachable(
        `the admin's topic ${this.#topicArn} took no message (${errorText(error as Error)}); check the topic and sns:Publish on it`,
      );
    }
  }
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
