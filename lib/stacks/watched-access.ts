import { Aws } from 'aws-cdk-lib';
import { type Conditions, type IPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { keyRegion } from '../settings/settings-values.ts';
import type { WatchedBucket } from '../settings/watched-bucket.ts';
import { s3 } from '../sources/s3/source.ts';

/** Whom a bucket or a key lets in. Without it, a statement is for the policy of a role. */
export interface Admitted {
  readonly principals: readonly IPrincipal[];
  readonly conditions: Conditions;
}

/**
 * What the checker may do with a watched bucket: list what is watched, read under `read`, and know its lifecycle rules. It never writes.
 * The same statements serve as the policy of the checker's role and, with `admitted`, as that of the bucket.
 */
export function watchedAccess(
  { bucket, prefixes, read, accountId }: WatchedBucket,
  admitted?: Admitted,
): PolicyStatement[] {
  const bucketArn = `arn:${Aws.PARTITION}:s3:::${bucket}`;
  const conditions = admitted?.conditions ?? ownedBy(accountId ?? Aws.ACCOUNT_ID);
  const isWhole = prefixes.includes('');
  const inPrefixes = isWhole ? {} : { StringLike: { 's3:prefix': prefixes.map(startingWith) } };
  const statements = [
    statement(admitted, 'BackupSentinelLists', [...s3.permissions.list], [bucketArn], { ...conditions, ...inPrefixes }),
    // S3 knows no condition on the prefix here. It shows the keys and dates of uploads that are not finished, no more.
    statement(admitted, 'BackupSentinelUploads', [...s3.permissions.uploads], [bucketArn], conditions),
    statement(admitted, 'BackupSentinelExpiry', [...s3.permissions.expiry], [bucketArn], conditions),
  ];
  const objects = read.map((prefix) => `${bucketArn}/${startingWith(prefix)}`);
  if (objects.length === 0) return statements;
  return [...statements, statement(admitted, 'BackupSentinelReads', [...s3.permissions.read], objects, conditions)];
}

/** Permission to decrypt what may be read, through S3 only; null without a key, or with nothing to read. */
export function decryptAccess({ read, keyArn }: WatchedBucket, admitted?: Admitted): PolicyStatement | null {
  if (keyArn === null || read.length === 0) return null;
  // In the policy of a key, a star is the key itself.
  const resource = admitted ? '*' : keyArn;
  const throughS3 = { StringEquals: { 'kms:ViaService': `s3.${keyRegion(keyArn)}.${Aws.URL_SUFFIX}` } };
  return statement(admitted, 'BackupSentinelDecrypts', ['kms:Decrypt'], [resource], {
    ...admitted?.conditions,
    ...throughS3,
  });
}

/** A bucket that was deleted, and whose name another account took, is not the one that was meant. */
function ownedBy(accountId: string): Conditions {
  return { StringEquals: { 'aws:ResourceAccount': accountId } };
}

function startingWith(prefix: string): string {
  return `${prefix}*`;
}

/** Statements of one role would share their names, so only those of buckets and keys have one. */
function statement(
  admitted: Admitted | undefined,
  sid: string,
  actions: string[],
  resources: string[],
  conditions: Conditions,
): PolicyStatement {
  const who = admitted ? { sid, principals: [...admitted.principals] } : {};
  return new PolicyStatement({ ...who, actions, resources, conditions });
}
