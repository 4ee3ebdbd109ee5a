import { BackupClient } from '@aws-sdk/client-backup';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EFSClient } from '@aws-sdk/client-efs';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const TIMEOUT_MS = 15_000;

/** The clients that an inventory is made with. */
export interface InventoryClients {
  readonly backup: BackupClient;
  readonly dynamodb: DynamoDBClient;
  readonly ec2: EC2Client;
  readonly efs: EFSClient;
  readonly rds: RDSClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
}

/** Clients of one region, or of the one that the usual variables name; nothing is sent yet. */
export function createInventoryClients(region: string | undefined): InventoryClients {
  const config = {
    ...(region === undefined ? {} : { region }),
    requestHandler: new NodeHttpHandler({
      connectionTimeout: TIMEOUT_MS,
      requestTimeout: TIMEOUT_MS,
      throwOnRequestTimeout: true,
    }),
  };
  return {
    backup: new BackupClient(config),
    dynamodb: new DynamoDBClient(config),
    ec2: new EC2Client(config),
    efs: new EFSClient(config),
    rds: new RDSClient(config),
    s3: new S3Client(config),
    sts: new STSClient(config),
  };
}
