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

/**
 * A restore test of AWS Backup whose validation has ended: what `describe-restore-job` prints, which a validation function
 * can send once it has put its result. Null for anything else, also for a restore that no one validated: that it ran is no
 * proof. Source: the AWS Backup API reference, *DescribeRestoreJob* and *PutRestoreValidationResult*.
 */
export function awsRestoreTest(json: unknown): SeenProof | null {
  if (!isJsonObject(json) || typeof json.RestoreJobId !== 'string') return null;
  const verdict = VERDICTS.get(json.ValidationStatus);
  const at = readTime(json.CompletionDate, 'UTC');
  if (verdict === undefined || at === null) return null;
  const began = readTime(json.CreationDate, 'UTC');
  const said = json.ValidationStatusMessage;
  return {
    id: json.RestoreJobId,
    at,
    verdict,
    copy: copyOf(json),
    restoreMs: began === null ? null : Math.max(0, at - began),
    by: null,
    words: typeof said === 'string' ? said : `its validation ${String(json.ValidationStatus).toLowerCase()}`,
  };
}

function copyOf({ RecoveryPointArn: location, RecoveryPointCreationDate: made, BackupSizeInBytes: size }: JsonObject) {
  const ts = readTime(made, 'UTC');
  if (typeof location !== 'string' || ts === null) return null;
  return { location, ts, sizeBytes: typeof size === 'number' ? size : null };
}
