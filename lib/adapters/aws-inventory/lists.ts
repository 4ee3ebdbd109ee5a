import { paginateListTables } from '@aws-sdk/client-dynamodb';
import { paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { paginateDescribeFileSystems } from '@aws-sdk/client-efs';
import { paginateDescribeDBClusters, paginateDescribeDBInstances } from '@aws-sdk/client-rds';
import { paginateListBuckets } from '@aws-sdk/client-s3';
import type { AwsResource } from '../../core/foresight/aws-resources.ts';
import { formatBytes } from '../../core/quantity.ts';
import type { InventoryClients } from './clients.ts';

/** Whose resources they are. */
export interface Account {
  readonly region: string;
  readonly id: string;
  readonly partition: string;
}

interface ResourceList {
  /** The action that a policy has to allow. */
  readonly action: string;
  readonly list: (clients: InventoryClients, account: Account) => Promise<readonly AwsResource[]>;
}

/** One for each kind. What is a copy of another resource is left out: replicas, and the instances of a cluster. */
export const LISTS: readonly ResourceList[] = [
  { action: 'rds:DescribeDBInstances', list: databaseInstances },
  { action: 'rds:DescribeDBClusters', list: databaseClusters },
  { action: 'dynamodb:ListTables', list: tables },
  { action: 'ec2:DescribeVolumes', list: volumes },
  { action: 'elasticfilesystem:DescribeFileSystems', list: fileSystems },
  { action: 's3:ListAllMyBuckets', list: buckets },
];

async function databaseInstances({ rds }: InventoryClients): Promise<readonly AwsResource[]> {
  const found: AwsResource[] = [];
  for await (const { DBInstances = [] } of paginateDescribeDBInstances({ client: rds }, {})) {
    for (const instance of DBInstances) {
      const {
        DBInstanceArn: arn,
        DBInstanceIdentifier: id,
        Engine,
        AllocatedStorage,
        BackupRetentionPeriod,
      } = instance;
      const isCopy = instance.DBClusterIdentifier || instance.ReadReplicaSourceDBInstanceIdentifier;
      if (arn === undefined || id === undefined || isCopy) continue;
      const what = [Engine, `${AllocatedStorage} GB`, automatedWords(BackupRetentionPeriod)];
      found.push({ kind: 'rds-instance', arn, id, label: null, note: what.join(', ') });
    }
  }
  return found;
}

async function databaseClusters({ rds }: InventoryClients): Promise<readonly AwsResource[]> {
  const found: AwsResource[] = [];
  for await (const { DBClusters = [] } of paginateDescribeDBClusters({ client: rds }, {})) {
    for (const {
      DBClusterArn: arn,
      DBClusterIdentifier: id,
      Engine,
      BackupRetentionPeriod,
      ...cluster
    } of DBClusters) {
      if (arn === undefined || id === undefined || cluster.ReplicationSourceIdentifier) continue;
      const note = [Engine, automatedWords(BackupRetentionPeriod)].join(', ');
      found.push({ kind: 'rds-cluster', arn, id, label: null, note });
    }
  }
  return found;
}

/** They go with the instance when it is deleted, so they are no reason to leave it out. */
function automatedWords(days: number | undefined): string {
  return days ? `automated backups kept ${days} days` : 'no automated backups';
}

async function tables({ dynamodb }: InventoryClients, account: Account): Promise<readonly AwsResource[]> {
  const found: AwsResource[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: dynamodb }, {})) {
    for (const id of TableNames) {
      found.push({
        kind: 'dynamodb-table',
        arn: arnOf(account, 'dynamodb', `table/${id}`),
        id,
        label: null,
        note: null,
      });
    }
  }
  return found;
}

async function volumes({ ec2 }: InventoryClients, account: Account): Promise<readonly AwsResource[]> {
  const found: AwsResource[] = [];
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client: ec2 }, {})) {
    for (const { VolumeId: id, Size, State, Tags = [] } of Volumes) {
      if (id === undefined) continue;
      const label = Tags.find(({ Key }) => Key === 'Name')?.Value || null;
      const note = `${Size} GB, ${State}`;
      found.push({ kind: 'ebs-volume', arn: arnOf(account, 'ec2', `volume/${id}`), id, label, note });
    }
  }
  return found;
}

async function fileSystems({ efs }: InventoryClients, account: Account): Promise<readonly AwsResource[]> {
  const found: AwsResource[] = [];
  for await (const { FileSystems = [] } of paginateDescribeFileSystems({ client: efs }, {})) {
    for (const { FileSystemId: id, FileSystemArn, Name, SizeInBytes } of FileSystems) {
      if (id === undefined) continue;
      const arn = FileSystemArn ?? arnOf(account, 'elasticfilesystem', `file-system/${id}`);
      const bytes = SizeInBytes?.Value;
      const note = bytes === undefined ? null : formatBytes(bytes);
      found.push({ kind: 'efs-file-system', arn, id, label: Name || null, note });
    }
  }
  return found;
}

/** Those of the region: AWS Backup answers for one region as well. */
async function buckets({ s3 }: InventoryClients, { region, partition }: Account): Promise<readonly AwsResource[]> {
  const found: AwsResource[] = [];
  const ask = { BucketRegion: region, MaxBuckets: 1000 };
  for await (const { Buckets = [] } of paginateListBuckets({ client: s3 }, ask)) {
    for (const { Name: id } of Buckets) {
      if (id !== undefined) {
        found.push({ kind: 's3-bucket', arn: `arn:${partition}:s3:::${id}`, id, label: null, note: null });
      }
    }
  }
  return found;
}

function arnOf({ partition, region, id }: Account, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${id}:${resource}`;
}
