import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoOperation, DynamoOperations, DynamoRequests } from './requests.ts';

/** The operations by the SDK's client. */
export function sdkRequests(client: DynamoDBClient): DynamoRequests {
  const commands: {
    readonly [O in DynamoOperation]: (input: DynamoOperations[O]['input']) => Promise<DynamoOperations[O]['output']>;
  } = {
    BatchGetItem: (input) => client.send(new BatchGetItemCommand(input)),
    BatchWriteItem: (input) => client.send(new BatchWriteItemCommand(input)),
    DeleteItem: (input) => client.send(new DeleteItemCommand(input)),
    GetItem: (input) => client.send(new GetItemCommand(input)),
    PutItem: (input) => client.send(new PutItemCommand(input)),
    Query: (input) => client.send(new QueryCommand(input)),
    Scan: (input) => client.send(new ScanCommand(input)),
    UpdateItem: (input) => client.send(new UpdateItemCommand(input)),
  };
  return { send: (operation, input) => commands[operation](input) };
}
