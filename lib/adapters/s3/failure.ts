import { oneLine } from '../../core/message/outside-text.ts';
import { AwsPlaceUnusable } from '../../ports/aws-place.ts';
import { EvidenceGone, type EvidenceOperation, EvidenceUnreadable } from '../../ports/evidence-source.ts';

/** The parts of an SDK's error that say what happened. */
interface SdkError {
  readonly name?: string;
  readonly Code?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Errors that say no, with what a person can do about them. The status alone decides for all others. */
const REFUSALS = new Map<string, string>([
  ['AccessDenied', 'access denied; let the checker list (s3:ListBucket) and, for reports, read (s3:GetObject) it'],
  ['AllAccessDisabled', 'the bucket is disabled; ask AWS support'],
  ['NoSuchBucket', 'no such bucket; check its name in the rules doc'],
  ['InvalidBucketName', 'not a valid bucket name; check it in the rules doc'],
  ['InvalidAccessKeyId', 'the access key is not known to S3; check AWS_ACCESS_KEY_ID'],
  ['SignatureDoesNotMatch', 'the secret key is wrong; check AWS_SECRET_ACCESS_KEY'],
  ['ExpiredToken', 'the credentials have expired; sign in again or renew the session token'],
  ['ExpiredTokenException', 'the credentials have expired; sign in again or renew the session token'],
  ['InvalidToken', 'the session token is wrong; check AWS_SESSION_TOKEN'],
  ['TokenRefreshRequired', 'the credentials have expired; sign in again or renew the session token'],
  ['RequestTimeTooSkewed', "this machine's clock is wrong; set it"],
  ['InvalidObjectState', 'the object is archived and cannot be read; keep reports out of archive classes'],
  ['NotImplemented', 'this server does not offer it'],
  [
    'CredentialsProviderError',
    'no AWS credentials found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile',
  ],
]);

const GONE = new Set(['NoSuchKey', 'NotFound']);
const REDIRECTS = new Set(['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException']);

/**
 * An SDK's error as ours: `refused` where trying again will not help, with what to do; everything else is
 * `transient`, since it says nothing about the backup.
 */
export function s3Failure(error: unknown, operation: EvidenceOperation, location: string): EvidenceUnreadable {
  if (error instanceof EvidenceUnreadable) return error;
  const sdk = (typeof error === 'object' && error !== null ? error : {}) as SdkError;
  const code = codeOf(sdk);
  const status = sdk.$metadata?.httpStatusCode ?? 0;
  const cause = leanCause(sdk, code);
  const refused = (message: string) => new EvidenceUnreadable('refused', operation, location, message, cause);

  if (error instanceof AwsPlaceUnusable) return refused(error.message);
  if (GONE.has(code)) return new EvidenceGone(location, 'no such object', cause);
  const known = REFUSALS.get(code);
  if (known) return refused(`${code}: ${known}`);
  if (REDIRECTS.has(code) || status === 301) return refused(redirectText(code, sdk));
  if (sdk.message === 'Region is missing') return refused('no AWS region; set AWS_REGION');
  if (status === 401 || status === 403)
    return refused(`${code}: ${oneLine(sdk.message ?? '')}; check the checker's permissions`);
  if (status === 404) return refused(`${code}: ${oneLine(sdk.message ?? '')}`);
  return new EvidenceUnreadable('transient', operation, location, transientText(code, status, sdk), cause);
}

/** True for a range that begins behind the object's end, as every range of an empty object does. */
export function isBehindEnd(error: unknown): boolean {
  return ((error ?? {}) as SdkError).$metadata?.httpStatusCode === 416;
}

/** The SDK's own error carries the whole request, signature included, which has no business in a log. */
function leanCause(sdk: SdkError, code: string): Error {
  return Object.assign(new Error(oneLine(sdk.message ?? '')), { name: code });
}

/** From the answer, which may be of anything that calls itself S3. */
function codeOf(sdk: SdkError): string {
  const named = sdk.name && sdk.name !== 'Error' && sdk.name !== 'Unknown' ? sdk.name : undefined;
  return oneLine(named ?? sdk.Code ?? sdk.code ?? 'Error');
}

function redirectText(code: string, sdk: SdkError): string {
  const region = oneLine(sdk.$response?.headers?.['x-amz-bucket-region'] ?? '');
  const where = region ? `the bucket is in ${region}; set AWS_REGION=${region}` : 'the bucket is in another region';
  return `${code === 'Error' ? 'PermanentRedirect' : code}: ${where}`;
}

function transientText(code: string, status: number, sdk: SdkError): string {
  const text = status === 0 ? code : `${code} (HTTP ${status})`;
  const message = oneLine(sdk.message ?? '');
  return message === '' || message === code ? text : `${text}: ${message}`;
}
