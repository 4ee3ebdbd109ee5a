import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EmbeddedConnection } from './embedded-connection.ts';

interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The SDK's client, whose requests go to the connection instead of the network. */
export function embeddedClient(connection: EmbeddedConnection): DynamoDBClient {
  return new DynamoDBClient({
    region: 'us-east-1',
    endpoint: 'http://embedded.invalid',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    // The connection repeats what can be repeated.
    maxAttempts: 1,
    requestHandler: {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: async ({ headers, body }: SdkRequest) => {
        const operation = headers['x-amz-target']?.split('.')[1] ?? '';
        const answer = await connection.send(operation, textOf(body));
        const type = { 'content-type': 'application/x-amz-json-1.0' };
        return {
          response: { statusCode: answer.status, headers: type, body: Readable.from([Buffer.from(answer.body)]) },
        };
      },
    },
  });
}

function textOf(body: SdkRequest['body']): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
