import { isJsonObject, type JsonObject } from '../evidence/reports/report-json.ts';
import { readTime } from '../evidence/reports/report-time.ts';
import type { ProofVerdict } from '../model/proof.ts';
import type { SeenProof } from './seen-proof.ts';

/** What a validation says of the restored copy. One that goes on says nothing yet. */
const VERDICTS = new Map<unknown, ProofVerdict>([
  ['SUCCESSFUL', 'proven'],
  ['FAILED', 'refuted'],
  ['TIMED_OUT', 'inconclusive'],
]);

/** How a restore ends that there is nothing to validate of. */
const UNDONE: readonly unknown[] = ['FAILED', 'ABORTED'];

/**
 * A restore test of AWS Backup whose validation has ended: what `describe-restore-job` prints, which a validation function
 * can send once it has put its result. One of a restore testing plan that could not be made is inconclusive: roles, networks
 * and quotas keep a restore from being made as well as the copy does. Null for anything else, also for a restore that no one
 * validated: that it ran is no proof. Source: the AWS Backup API reference, *DescribeRestoreJob* and
 * *PutRestoreValidationResult*.
 */
export function awsRestoreTest(json: unknown): SeenProof | null {
  if (!isJsonObject(json) || typeof json.RestoreJobId !== 'string') return null;
  const isUndone = isOfPlan(json) && UNDONE.includes(json.Status);
  const verdict = VERDICTS.get(json.ValidationStatus) ?? (isUndone ? 'inconclusive' : undefined);
  const at = readTime(json.CompletionDate, 'UTC');
  if (verdict === undefined || at === null) return null;
  const began = readTime(json.CreationDate, 'UTC');
  const said = isUndone ? json.StatusMessage : json.ValidationStatusMessage;
  return {
    id: json.RestoreJobId,
    at,
    verdict,
    copy: copyOf(json),
    restoreMs: began === null || isUndone ? null : Math.max(0, at - began),
    by: null,
    words: typeof said === 'string' ? said : unsaid(json, isUndone),
  };
}

function isOfPlan({ CreatedBy: creator }: JsonObject): boolean {
  return isJsonObject(creator) && typeof creator.RestoreTestingPlanArn === 'string';
}

function unsaid({ Status, ValidationStatus }: JsonObject, isUndone: boolean): string {
  return isUndone
    ? `the restore ${String(Status).toLowerCase()}`
    : `its validation ${String(ValidationStatus).toLowerCase()}`;
}

function copyOf({ RecoveryPointArn: location, RecoveryPointCreationDate: made, BackupSizeInBytes: size }: JsonObject) {
  const ts = readTime(made, 'UTC');
  if (typeof location !== 'string' || ts === null) return null;
  return { location, ts, sizeBytes: typeof size === 'number' ? size : null };
}
