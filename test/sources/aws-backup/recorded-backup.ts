import { HttpStandIn } from '../../channels/http-stand-in.ts';

export const ARN = 'arn:aws:rds:eu-central-1:111122223333:db:orders';
export const PLACE = `aws-backup:${ARN}`;
const PLAN = 'arn:aws:backup:eu-central-1:111122223333:restore-testing-plan:weekly-4f2d';

const epoch = (time: string) => Date.parse(time) / 1000;

/** As `ListRecoveryPointsByResource` answers. Source: the AWS Backup API reference. */
export function recoveryPoint(job: string, made: string, overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    RecoveryPointArn: `arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:${job}`,
    CreationDate: epoch(made),
    Status: 'COMPLETED',
    EncryptionKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    BackupSizeBytes: 4_200_000_000,
    BackupVaultName: 'Default',
    IsParent: false,
    ...overrides,
  };
}

/** As `ListRestoreJobsByProtectedResource` answers for a restore test of the plan. */
export function restoreJob(id: string, ended: string, overrides: Readonly<Record<string, unknown>> = {}) {
  return {
    AccountId: '111122223333',
    RestoreJobId: id,
    RecoveryPointArn: 'arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:job-2',
    SourceResourceArn: ARN,
    CreationDate: epoch(ended) - 1_500,
    CompletionDate: epoch(ended),
    Status: 'COMPLETED',
    PercentDone: '100.00%',
    BackupSizeInBytes: 4_200_000_000,
    ResourceType: 'RDS',
    RecoveryPointCreationDate: epoch('2026-11-21T02:00:00Z'),
    IsParent: false,
    CreatedBy: { RestoreTestingPlanArn: PLAN },
    ...overrides,
  };
}

/** As EventBridge delivers the end of a restore test. Source: the AWS Backup developer guide, *Restore testing validation*. */
export function restoreEvent(status: 'COMPLETED' | 'FAILED', resource = ARN): string {
  return JSON.stringify({
    version: '0',
    id: '05f2a9d0-1b2c-4d5e-8f90-a1b2c3d4e5f6',
    'detail-type': 'Restore Job State Change',
    source: 'aws.backup',
    account: '111122223333',
    time: '2026-11-21T07:55:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:job-2'],
    detail: {
      restoreJobId: '3D3A1F2E-5B6C-7D8E-9F00-112233445566',
      backupSizeInBytes: '4200000000',
      creationDate: '2026-11-21T07:30:00.000Z',
      iamRoleArn: 'arn:aws:iam::111122223333:role/restore-tests',
      percentDone: 100,
      resourceType: 'RDS',
      status,
      createdResourceArn: 'arn:aws:rds:eu-central-1:111122223333:db:awsbackup-restore-test-3d3a',
      completionDate: '2026-11-21T07:55:00.000Z',
      restoreTestingPlanArn: PLAN,
      backupVaultArn: 'arn:aws:backup:eu-central-1:111122223333:backup-vault:Default',
      recoveryPointArn: 'arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:job-2',
      sourceResourceArn: resource,
      isParent: false,
    },
  });
}

/** What the stand-in shows; a test changes it. */
export interface Recorded {
  recoveryPoints: readonly object[];
  restoreJobs: readonly object[];
}

/** Answers as AWS Backup does for one resource, a page with each item. */
export async function startBackup(recorded: Recorded): Promise<HttpStandIn> {
  return HttpStandIn.start(({ path }) => {
    const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
    const [, list] = /^\/resources\/([^/]+)\/([a-z-]+)\/?$/.exec(pathname)?.slice(1) ?? [];
    const all = list === 'recovery-points' ? recorded.recoveryPoints : recorded.restoreJobs;
    const at = Number(searchParams.get('nextToken') ?? 0);
    const more = at + 1 < all.length ? { NextToken: String(at + 1) } : {};
    const name = list === 'recovery-points' ? 'RecoveryPoints' : 'RestoreJobs';
    return { status: 200, body: JSON.stringify({ [name]: all.slice(at, at + 1), ...more }) };
  });
}
