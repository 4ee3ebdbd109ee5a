import type { KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { Aws, CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { EXPIRY_ATTRIBUTE, tableDefinitions } from '../adapters/dynamodb/tables.ts';
import type { Settings } from '../settings/settings.ts';
import { encryptionKey } from './encryption.ts';
import { namesFor, rulesBucketName } from './names.ts';
import { RulesBucket } from './rules-bucket.ts';

/** What outlives the functions: the three tables, and the bucket of the rules doc. */
export class DataStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, props: StackProps = {}) {
    super(scope, id, { description: 'Backup sentinel: state, audit, evidence and rules', ...props });
    const { tables } = namesFor(settings.prefix);
    const key = encryptionKey(this, settings);
    const ids = new Map(Object.entries(tables).map(([table, name]) => [name, table]));
    for (const { TableName: tableName, KeySchema: keys, GlobalSecondaryIndexes: indexes } of tableDefinitions(tables)) {
      const table = new Table(this, ids.get(tableName) ?? tableName, {
        tableName,
        ...keysOf(keys, tableName),
        // State is what is so now; it does not expire.
        ...(tableName === tables.state ? {} : { timeToLiveAttribute: EXPIRY_ATTRIBUTE }),
        billingMode: BillingMode.PAY_PER_REQUEST,
        ...(key && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: settings.retain,
        removalPolicy: settings.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
      for (const { IndexName: indexName = '', KeySchema: indexKeys, Projection } of indexes ?? [])
        table.addGlobalSecondaryIndex({
          indexName,
          ...keysOf(indexKeys, indexName),
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [...(Projection?.NonKeyAttributes ?? [])],
        });
    }
    const rules = new RulesBucket(this, 'rules', {
      bucketName: rulesBucketName(settings.prefix, Aws.ACCOUNT_ID, Aws.REGION),
      retain: settings.retain,
      key,
    });
    new CfnOutput(this, 'RulesBucketName', { value: rules.bucketName, description: 'Where the rules doc lives' });
  }
}

function keysOf(
  schema: KeySchemaElement[] | undefined,
  name: string,
): { partitionKey: Attribute; sortKey?: Attribute } {
  const [partitionKey, sortKey] = (schema ?? []).map((key) => ({
    name: key.AttributeName ?? '',
    type: AttributeType.STRING,
  }));
  if (!partitionKey) throw new Error(`the definition of ${name} has no key`);
  return { partitionKey, ...(sortKey && { sortKey }) };
}
