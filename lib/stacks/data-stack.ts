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
    for (const definition of tableDefinitions(tables)) {
      const { TableName: tableName, KeySchema: keys = [], GlobalSecondaryIndexes: indexes = [] } = definition;
      const [partitionKey, sortKey] = keys.map(attributeOf);
      if (!partitionKey) throw new Error(`the definition of ${tableName} has no key`);
      const table = new Table(this, ids.get(tableName) ?? tableName, {
        tableName,
        partitionKey,
        ...(sortKey ? { sortKey } : {}),
        // State is what is so now; it does not expire.
        ...(tableName === tables.state ? {} : { timeToLiveAttribute: EXPIRY_ATTRIBUTE }),
        billingMode: BillingMode.PAY_PER_REQUEST,
        ...(key && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: settings.retain,
        removalPolicy: settings.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
      for (const { IndexName: indexName = '', KeySchema: indexKeys = [], Projection } of indexes) {
        const [partition, sort] = indexKeys.map(attributeOf);
        if (!partition || !sort) throw new Error(`the definition of the index ${indexName} has no two keys`);
        table.addGlobalSecondaryIndex({
          indexName,
          partitionKey: partition,
          sortKey: sort,
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [...(Projection?.NonKeyAttributes ?? [])],
        });
      }
    }
    const rules = new RulesBucket(this, 'rules', {
      bucketName: rulesBucketName(settings.prefix, Aws.ACCOUNT_ID, Aws.REGION),
      retain: settings.retain,
      key,
    });
    new CfnOutput(this, 'RulesBucketName', { value: rules.bucketName, description: 'Where the rules doc lives' });
  }
}

function attributeOf({ AttributeName: name = '' }: { readonly AttributeName?: string | undefined }): Attribute {
  return { name, type: AttributeType.STRING };
}
