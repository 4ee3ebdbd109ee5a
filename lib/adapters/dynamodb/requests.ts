import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';

/** DynamoDB's operations that the adapters use, with what each takes and answers. */
export interface DynamoOperations {
  BatchGetItem: { input: BatchGetItemCommandInput; output: Answer<BatchGetItemCommandOutput> };
  BatchWriteItem: { input: BatchWriteItemCommandInput; output: Answer<BatchWriteItemCommandOutput> };
  DeleteItem: { input: DeleteItemCommandInput; output: Answer<DeleteItemCommandOutput> };
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
