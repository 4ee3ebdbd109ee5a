import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { LOOKS_INDEX } from '../../lib/adapters/dynamodb/indexes.ts';
import { CONTEXT, synthesized } from './synthesized.ts';

const { data } = synthesized();

const tables = [
  { name: 'bk-state', keys: ['job_id'], expires: false, index: ['look_group', 'next_look_at'] },
  { name: 'bk-audit', keys: ['job_id', 'at_id'], expires: true },
  { name: 'bk-evidence', keys: ['job_id', 'run_id'], expires: true },
];

function schemaOf(keys: readonly string[]) {
  return keys.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? 'HASH' : 'RANGE' }));
}

describe('the tables', () => {
  it('are three', () => data.resourceCountIs('AWS::DynamoDB::Table', tables.length));

  it.each(tables)('$name has its keys, its expiry, restore to any point in time, and protection', (table) => {
    data.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: table.name,
        KeySchema: schemaOf(table.keys),
        AttributeDefinitions: [...table.keys, ...(table.index ?? [])].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        // Of one table, one at most: an update of a table can create no second one.
        GlobalSecondaryIndexes: table.index
          ? [
              {
                IndexName: 'looks',
                KeySchema: schemaOf(table.index),
                Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: LOOKS_INDEX.attributes },
              },
            ]
          : Match.absent(),
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        TimeToLiveSpecification: table.expires ? { AttributeName: 'expires_at', Enabled: true } : Match.absent(),
      },
    });
  });
});

describe('the rules bucket', () => {
  it('keeps versions, is closed to the public, outlives its stack, and tells of uploads', () => {
    data.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      },
    });
  });

  const refused = [
    { name: 'plain HTTP', condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    { name: 'old TLS', condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
  ];
  it.each(refused)('refuses $name', ({ condition }) => {
    data.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Principal: { AWS: '*' }, Condition: condition }),
        ]),
      },
    });
  });
});

describe('a try-out', () => {
  const { data: tryOut } = synthesized({ ...CONTEXT, retain: false, prefix: 'try' });

  it('takes its tables and its bucket with it', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket']) {
      tryOut.allResources(type, { DeletionPolicy: 'Delete' });
    }
    tryOut.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  });

  it('has names of its own', () => {
    const names = Object.values(tryOut.findResources('AWS::DynamoDB::Table')).map(
      (table) => table.Properties.TableName as string,
    );
    expect(names.sort()).toEqual(['try-audit', 'try-evidence', 'try-state']);
  });
});
