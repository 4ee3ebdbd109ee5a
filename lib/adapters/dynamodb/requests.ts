import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  type GetItemCommandOutput,
  PutItemCommand,
  type PutItemCommandInput,
  type PutItemCommandOutput,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandInput,
  type ScanCommandOutput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';

/** DynamoDB's operations that the adapters use, with what each takes and answers. */
export interface DynamoOperations {
  BatchGetItem: { input: BatchGetItemCommandInput; output: Answer<BatchGetItemCommandOutput> };
  BatchWriteItem: { input: BatchWriteItemCommandInput; output: Answer<BatchWriteItemCommandOutput> };
  GetItem: { input: GetItemCommandInput; output: Answer<GetItemCommandOutput> };
  PutItem: { input: PutItemCommandInput; output: Answer<PutItemCommandOutput> };
  Query: { input: QueryCommandInput; output: Answer<QueryCommandOutput> };
  Scan: { input: ScanCommandInput; output: Answer<ScanCommandOutput> };
  UpdateItem: { input: UpdateItemCommandInput; output: Answer<UpdateItemCommandOutput> };
}

type Answer<Output> = Omit<Output, '$metadata'>;

export type DynamoOperation = keyof DynamoOperations;

/** Whatever carries out DynamoDB's operations. */
export interface DynamoRequests {
  /** Rejects as the SDK's client does: with an error whose `name` is DynamoDB's, or with StateStoreUnavailable. */
  send<O extends DynamoOperation>(
    operation: O,
    input: DynamoOperations[O]['input'],
  ): Promise<DynamoOperations[O]['output']>;
}

/** The operations by the SDK's client. */
export function sdkRequests(client: DynamoDBClient): DynamoRequests {
  const commands: {
    readonly [O in DynamoOperation]: (input: DynamoOperations[O]['input']) => Promise<DynamoOperations[O]['output']>;
  } = {
    BatchGetItem: (input) => client.send(new BatchGetItemCommand(input)),
    BatchWriteItem: (input) => client.send(new BatchWriteItemCommand(input)),
    GetItem: (input) => client.send(new GetItemCommand(input)),
    PutItem: (input) => client.send(new PutItemCommand(input)),
    Query: (input) => client.send(new QueryCommand(input)),
    Scan: (input) => client.send(new ScanCommand(input)),
    UpdateItem: (input) => client.send(new UpdateItemCommand(input)),
  };
  return { send: (operation, input) => commands[operation](input) };
}
