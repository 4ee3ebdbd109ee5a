import type { Place } from '../evidence/place.ts';
import { DAY_MS, type Instant } from '../instant.ts';
import { matchesName } from '../members/name-pattern.ts';
import type { Job } from '../model/job.ts';

/** Kinds of resources on AWS that hold data, each with its name in text and what ids of jobs for it begin with. */
export const AWS_KINDS = {
  'rds-instance': { words: 'RDS instance', idPrefix: 'rds' },
  'rds-cluster': { words: 'RDS cluster', idPrefix: 'rds' },
  'dynamodb-table': { words: 'DynamoDB table', idPrefix: 'dynamodb' },
  'ebs-volume': { words: 'EBS volume', idPrefix: 'ebs' },
  'efs-file-system': { words: 'EFS file system', idPrefix: 'efs' },
  's3-bucket': { words: 'S3 bucket', idPrefix: 'bucket' },
} as const;

export type AwsKind = keyof typeof AWS_KINDS;

/** A resource of an account that holds data. */
export interface AwsResource {
  readonly kind: AwsKind;
  readonly arn: string;
  /** What AWS knows it by: `orders`, `vol-0a1b`. */
  readonly id: string;
  /** Its `Name` tag; null without. */
  readonly label: string | null;
  /** What else is known of it, for people; null for nothing. */
  readonly note: string | null;
}

/** A resource that nothing backs up, as far as can be seen. */
export interface UncoveredResource {
  readonly resource: AwsResource;
  /** The id that a job for it would have. */
  readonly jobId: string;
  /** When AWS Backup made its newest recovery point of it, which is long ago; null for never. */
  readonly backedUpAt: Instant | null;
}

/** AWS Backup plans that run once a month are in time within this. */
const MAX_AGE_MS = 35 * DAY_MS;
const MAX_ID = 64;

/**
 * The resources without a recent recovery point of AWS Backup and without a job: one that watches its recovery points, or
 * has its name as id, name or node, or as a folder of its place; of a bucket, one that watches something in it. `backedUp`
 * has the newest recovery points by ARN.
 */
export function uncoveredResources(
  resources: readonly AwsResource[],
  backedUp: ReadonlyMap<string, Instant>,
  jobs: readonly Job[],
  { places, arns }: { readonly places: readonly Place[]; readonly arns: readonly string[] },
  now: Instant,
): readonly UncoveredResource[] {
  const names = new Set(jobs.flatMap(namesOf));
  const buckets = new Set(jobs.flatMap(({ place }) => place?.bucket || []));
  const ignored = new Set(places.filter(({ template }) => template === '').map(({ bucket }) => bucket));
  const taken = new Set(jobs.flatMap(({ id, parentId }) => [id, parentId]));
  return resources.flatMap((resource) => {
    const { kind, id, label, arn } = resource;
    const backedUpAt = backedUp.get(arn) ?? null;
    const isBackedUp = backedUpAt !== null && now - backedUpAt <= MAX_AGE_MS;
    const isIgnored = arns.some((pattern) => matchesName(pattern, arn)) || (kind === 's3-bucket' && ignored.has(id));
    const own = [arn, jobIdOf(resource), ...(kind === 's3-bucket' ? [] : [id, label ?? id])];
    const isWatched = own.some((name) => names.has(name.toLowerCase())) || (kind === 's3-bucket' && buckets.has(id));
    if (isBackedUp || isIgnored || isWatched) return [];
    return [{ resource, jobId: freeId(jobIdOf(resource), taken), backedUpAt }];
  });
}

function namesOf({ id, parentId, node, name, place }: Job): readonly string[] {
  // What holds recovery points is named after the ARN of its resource.
  const container = place?.container.replace(/^[^:]*:|\/$/g, '') ?? '';
  const folders = [container, ...(place?.template.split('/').slice(0, -1) ?? [])];
  return [id, parentId, name, ...(node === null ? [] : [node]), ...folders].map((text) => text.toLowerCase());
}

function jobIdOf({ kind, id, label }: AwsResource): string {
  const name = kind === 'ebs-volume' || kind === 'efs-file-system' ? (label ?? id) : id;
  const text = `${AWS_KINDS[kind].idPrefix}-${name}`.toLowerCase().replace(/[^a-z0-9._-]+/g, '-');
  return text.slice(0, MAX_ID);
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted.slice(0, MAX_ID - 4)}-${number}`;
  taken.add(id);
  return id;
}
