import { errorText, oneLine } from '../../core/message/outside-text.ts';
import { AwsPlaceUnusable } from '../../ports/aws-place.ts';
import { type EvidenceOperation, EvidenceUnreadable } from '../../ports/evidence-source.ts';

/** Errors that say no, with what a person can do about them. */
const REFUSALS = new Map<string, string>([
  [
    'AccessDeniedException',
    'access denied; set awsBackup: true in sentinel.config.yaml, or allow the actions that docs/rules.md names',
  ],
  [
    'ResourceNotFoundException',
    'AWS Backup knows no such resource here; check its ARN, and whether a plan protects it',
  ],
  ['InvalidParameterValueException', 'AWS Backup does not take this ARN; check it in the rules doc'],
  ['UnrecognizedClientException', 'the access key is not known; check AWS_ACCESS_KEY_ID'],
  ['InvalidSignatureException', "the secret key is wrong, or this machine's clock is; check both"],
  ['ExpiredTokenException', 'the credentials have expired; sign in again or renew the session token'],
  [
    'CredentialsProviderError',
    'no AWS credentials found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile',
  ],
]);

/** An error of AWS Backup's client as one of the port: `refused` where trying again will not help, with what to do. */
export function backupFailure(error: unknown, operation: EvidenceOperation, location: string): EvidenceUnreadable {
  const { name, message } = error as Error;
  // The SDK's own error carries the whole request, signature included, which has no business in a log.
  const cause = Object.assign(new Error(oneLine(message)), { name });
  const known = REFUSALS.get(name);
  if (error instanceof AwsPlaceUnusable) return new EvidenceUnreadable('refused', operation, location, message, cause);
  if (known !== undefined) return new EvidenceUnreadable('refused', operation, location, `${name}: ${known}`, cause);
  if (message === 'Region is missing') {
    return new EvidenceUnreadable('refused', operation, location, 'no AWS region; set AWS_REGION', cause);
  }
  return new EvidenceUnreadable('transient', operation, location, errorText({ name, message }), cause);
}
