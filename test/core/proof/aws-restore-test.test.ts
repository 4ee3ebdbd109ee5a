import { describe, expect, it } from 'vitest';
import { awsRestoreTest } from '../../../lib/core/proof/aws-restore-test.ts';
import { at } from '../decision/given.ts';

/** As `aws backup describe-restore-job` prints it, without what is not read. */
const JOB = {
  AccountId: '111122223333',
  RestoreJobId: 'A1B2C3D4',
  RecoveryPointArn: 'arn:aws:rds:eu-west-1:111122223333:snapshot:awsbackup:job-1',
  RecoveryPointCreationDate: '2026-11-21T02:00:00+00:00',
  CreationDate: '2026-11-22T03:56:00.000000+00:00',
  CompletionDate: '2026-11-22T04:00:00.000000+00:00',
  Status: 'COMPLETED',
  BackupSizeInBytes: 400,
  ResourceType: 'RDS',
  ValidationStatus: 'SUCCESSFUL',
  ValidationStatusMessage: 'orders has 184220 rows',
  CreatedBy: { RestoreTestingPlanArn: 'arn:aws:backup:eu-west-1:111122223333:restore-testing-plan:weekly' },
};

describe('a restore test of AWS Backup', () => {
  it('is a proof once its validation has succeeded', () => {
    expect(awsRestoreTest(JOB)).toEqual({
      id: 'A1B2C3D4',
      at: at('2026-11-22T04:00:00Z'),
      verdict: 'proven',
      copy: { location: JOB.RecoveryPointArn, ts: at('2026-11-21T02:00:00Z'), sizeBytes: 400 },
      restoreMs: 240_000,
      by: null,
      words: 'orders has 184220 rows',
    });
  });

  it.each([
    ['FAILED', 'refuted'],
    ['TIMED_OUT', 'inconclusive'],
  ])('whose validation is %s is %s', (ValidationStatus, verdict) => {
    expect(awsRestoreTest({ ...JOB, ValidationStatus })).toMatchObject({ verdict });
  });

  it.each(['FAILED', 'ABORTED'])('of a plan that %s while restoring says nothing of the copy', (Status) => {
    const undone = { ...JOB, Status, StatusMessage: 'no subnet group', ValidationStatus: undefined };
    expect(awsRestoreTest(undone)).toMatchObject({
      verdict: 'inconclusive',
      words: 'no subnet group',
      restoreMs: null,
    });
    expect(awsRestoreTest({ ...undone, CreatedBy: undefined })).toBeNull();
  });

  it.each([
    ['that is still validated', { ...JOB, ValidationStatus: 'VALIDATING' }],
    ['that no one validates', { ...JOB, ValidationStatus: undefined }],
    ['that goes on', { ...JOB, CompletionDate: undefined }],
    ['of something else', { ValidationStatus: 'SUCCESSFUL' }],
  ])('%s is none', (_, json) => {
    expect(awsRestoreTest(json)).toBeNull();
  });
});
