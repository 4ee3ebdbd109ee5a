import type { DynamoOperations, DynamoRequests } from '../dynamodb/requests.ts';
import type { EmbeddedConnection } from './connection.ts';

/** A refusal as DynamoDB words it: `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`. */
interface Refusal {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

/**
 * DynamoDB's operations over the connection, without the SDK's client: what the adapters send and read holds no binary
 * values, so that there is nothing to convert, and its way took half of the time that a pass spends on its rows.
 */
export function embeddedRequests(connection: EmbeddedConnection): DynamoRequests {
  return {
    async send(operation, input) {
      const { status, output } = await connection.send(operation, input);
      if (status === 200) return output as DynamoOperations[typeof operation]['output'];
      const { __type = '', message, Message } = output as Refusal;
      const error = new Error(message ?? Message ?? `status ${status}`);
      error.name = __type.split('#').at(-1) || 'Error';
      throw error;
    },
  };
}
