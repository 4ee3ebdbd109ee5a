import { ListProtectedResourcesCommand } from '@aws-sdk/client-backup';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import { DescribeFileSystemsCommand } from '@aws-sdk/client-efs';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { createInventoryClients } from '../../../lib/adapters/aws-inventory/clients.ts';
import { AwsInventory } from '../../../lib/adapters/aws-inventory/inventory.ts';

const clients = createInventoryClients('eu-central-1');
const backup = mockClient(clients.backup);
const dynamodb = mockClient(clients.dynamodb);
const ec2 = mockClient(clients.ec2);
const efs = mockClient(clients.efs);
const rds = mockClient(clients.rds);
const s3 = mockClient(clients.s3);
const sts = mockClient(clients.sts);

const ORDERS = 'arn:aws:rds:eu-central-1:123456789012:db:orders';
const BACKED_UP = new Date('2026-11-20T03:00:00Z');

beforeEach(() => {
  for (const mock of [backup, dynamodb, ec2, efs, rds, s3, sts]) mock.reset();
  sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/dana' });
  backup.on(ListProtectedResourcesCommand).resolves({
    Results: [{ ResourceArn: ORDERS, LastBackupTime: BACKED_UP }],
  });
  rds.on(DescribeDBInstancesCommand).resolves({
    DBInstances: [
      {
        ...{ DBInstanceArn: ORDERS, DBInstanceIdentifier: 'orders', Engine: 'postgres', AllocatedStorage: 100 },
        BackupRetentionPeriod: 7,
      },
      {
        DBInstanceArn: `${ORDERS}-2`,
        DBInstanceIdentifier: 'replica',
        ReadReplicaSourceDBInstanceIdentifier: 'orders',
      },
      { DBInstanceArn: `${ORDERS}-3`, DBInstanceIdentifier: 'shop-1', DBClusterIdentifier: 'shop' },
    ],
  });
  rds.on(DescribeDBClustersCommand).resolves({
    DBClusters: [
      {
        DBClusterArn: 'arn:aws:rds:eu-central-1:123456789012:cluster:shop',
        DBClusterIdentifier: 'shop',
        Engine: 'aurora-mysql',
      },
    ],
  });
  dynamodb
    .on(ListTablesCommand, { ExclusiveStartTableName: 'Carts' })
    .resolves({ TableNames: ['Users'] })
    .on(ListTablesCommand, { ExclusiveStartTableName: undefined })
    .resolves({ TableNames: ['Carts'], LastEvaluatedTableName: 'Carts' });
  ec2.on(DescribeVolumesCommand).resolves({
    Volumes: [{ VolumeId: 'vol-1', Size: 8, State: 'in-use', Tags: [{ Key: 'Name', Value: 'wiki' }] }],
  });
  efs.on(DescribeFileSystemsCommand).resolves({
    FileSystems: [
      {
        ...{
          FileSystemId: 'fs-1',
          FileSystemArn: 'arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/fs-1',
        },
        ...{ Name: 'home', SizeInBytes: { Value: 5_000_000 } },
      } as never,
    ],
  });
  s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: 'acme-data' }] });
});

test('lists what holds data, with pages, and without copies of it', async () => {
  const { where, resources, backedUp, unreadable } = await new AwsInventory(clients).read();
  expect(where).toBe('eu-central-1, account 123456789012');
  expect(unreadable).toEqual([]);
  expect(resources.map(({ arn, label, note }) => [arn, label, note])).toEqual([
    [ORDERS, null, 'postgres, 100 GB, automated backups kept 7 days'],
    ['arn:aws:rds:eu-central-1:123456789012:cluster:shop', null, 'aurora-mysql, no automated backups'],
    ['arn:aws:dynamodb:eu-central-1:123456789012:table/Carts', null, null],
    ['arn:aws:dynamodb:eu-central-1:123456789012:table/Users', null, null],
    ['arn:aws:ec2:eu-central-1:123456789012:volume/vol-1', 'wiki', '8 GB, in-use'],
    ['arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/fs-1', 'home', '5 MB'],
    ['arn:aws:s3:::acme-data', null, null],
  ]);
  expect(backedUp).toEqual(new Map([[ORDERS, BACKED_UP.getTime()]]));
  // AWS Backup answers for one region, so buckets of others would seem to have none.
  expect(s3.commandCalls(ListBucketsCommand)[0]?.args[0].input).toMatchObject({ BucketRegion: 'eu-central-1' });
});

test('says which service refuses, and lists the others', async () => {
  ec2.on(DescribeVolumesCommand).rejects(Object.assign(new Error('not allowed'), { name: 'UnauthorizedOperation' }));
  const { resources, unreadable } = await new AwsInventory(clients).read();
  expect(unreadable).toEqual([{ location: 'ec2:DescribeVolumes', message: 'UnauthorizedOperation: not allowed' }]);
  expect(resources.map(({ kind }) => kind)).not.toContain('ebs-volume');
  expect(resources).toHaveLength(6);
});

test('lists nothing where AWS Backup does not answer: everything would seem to have no backup', async () => {
  backup.on(ListProtectedResourcesCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  const { resources, unreadable } = await new AwsInventory(clients).read();
  expect(resources).toEqual([]);
  expect(unreadable).toEqual([{ location: 'backup:ListProtectedResources', message: 'AccessDeniedException: no' }]);
});

test('asks for nothing else where it cannot say whose account it is', async () => {
  sts.on(GetCallerIdentityCommand).rejects(Object.assign(new Error('expired'), { name: 'ExpiredToken' }));
  const { resources, unreadable } = await new AwsInventory(clients).read();
  expect(resources).toEqual([]);
  expect(unreadable).toEqual([{ location: 'sts:GetCallerIdentity', message: 'ExpiredToken: expired' }]);
  expect(rds.calls()).toEqual([]);
});
