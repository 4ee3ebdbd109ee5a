import type { CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { OnUnreadable } from '../../ports/unreadable-item.ts';
import { LOOKS_INDEX, type TableIndex } from './indexes.ts';
import type { DynamoRequests } from './requests.ts';
import { DynamoTable } from './table.ts';

/** The three tables of one sentinel; several sentinels fit in an account by their prefixes. */
export interface TableNames {
  readonly state: string;
  readonly audit: string;
  readonly evidence: string;
}

/** The tables of one sentinel, as the adapters speak to them. */
export interface DynamoTables {
  readonly state: DynamoTable;
  readonly audit: DynamoTable;
  readonly evidence: DynamoTable;
  /** Ends all of them. */
  close(): Promise<void>;
}

/** The tables over DynamoDB's operations; `where` is what messages call the place. */
export function tablesOver(
  requests: DynamoRequests,
  options: {
    readonly prefix: string;
    readonly where: string;
    readonly onUnreadable: OnUnreadable;
    readonly close: () => Promise<void>;
  },
): DynamoTables {
  const { prefix, where, onUnreadable, close } = options;
  const { state, audit, evidence } = tableNames(prefix);
  const table = (name: string) => new DynamoTable(requests, name, where, onUnreadable);
  return { state: table(state), audit: table(audit), evidence: table(evidence), close };
}

/** The names for a prefix: `bk` means bk-state, bk-audit and bk-evidence. */
export function tableNames(prefix: string): TableNames {
  return { state: `${prefix}-state`, audit: `${prefix}-audit`, evidence: `${prefix}-evidence` };
}

/** The attribute that DynamoDB's TTL watches in the tables that have one: seconds since 1970. */
export const EXPIRY_ATTRIBUTE = 'expires_at';

type TableDefinition = CreateTableCommandInput & { readonly TableName: string };

/** The tables' keys and indexes, as CreateTable takes them. Every key attribute is a string. */
export function tableDefinitions(names: TableNames): readonly TableDefinition[] {
  return [
    tableDefinition(names.state, ['job_id'], [LOOKS_INDEX]),
    tableDefinition(names.audit, ['job_id', 'at_id']),
    tableDefinition(names.evidence, ['job_id', 'run_id']),
  ];
}

function tableDefinition(name: string, keys: readonly string[], indexes: readonly TableIndex[] = []): TableDefinition {
  const attributes = [...keys, ...indexes.flatMap((index) => index.keys)];
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
    KeySchema: keySchema(keys),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.keys),
        Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...index.attributes] },
      })),
    }),
  };
}

function keySchema(keys: readonly string[]): KeySchemaElement[] {
  return keys.map((key, position) => ({ AttributeName: key, KeyType: position === 0 ? 'HASH' : 'RANGE' }));
}
