import { errorText } from '../../core/message/outside-text.ts';
import { AwsPlaceUnusable } from '../../ports/aws-place.ts';

/** What befell a rules doc in a bucket, and what to do, to go on a sentence that names it. */
export function explainRulesFailure(error: unknown, permission: string): string {
  const { name, message } = error as Error;
  if (error instanceof AwsPlaceUnusable) return `cannot be used: ${message}`;
  if (message === 'Region is missing') return 'has no region; set AWS_REGION to that of its bucket';
  switch (name) {
    case 'NoSuchKey':
      return 'is not there; name it with --rules s3://bucket/key';
    case 'NoSuchBucket':
      return 'is in a bucket that does not exist; name another with --rules s3://bucket/key';
    case 'AccessDenied':
      // Without leave to list the bucket, S3 says this of an object that is not there as well.
      return `may not be used, or is not there; grant ${permission} on it, and check the name`;
    case 'PermanentRedirect':
      return 'is in a bucket of another region; set AWS_REGION to that one';
    default:
      return `cannot be used now (${errorText({ name, message })}); check the network and the credentials`;
  }
}
