import * as z from 'zod';
import { accountId, keyArn, region } from './settings-values.ts';

/** S3's rules for names, those of old buckets in us-east-1 left out. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** In a policy these are wildcards, so a prefix with them would allow more than it says. */
const POLICY_CHARACTER = /[*?$]/;

const keyPrefix = z
  .string({ error: 'is not text' })
  .refine((prefix) => !prefix.startsWith('/') && !prefix.startsWith('s3:'), {
    error: 'is not the beginning of a key: leave out the bucket and the slash in front',
  })
  .refine((prefix) => !POLICY_CHARACTER.test(prefix), {
    error: 'has *, ? or $: a prefix is taken as it stands, and covers all that begins with it',
  });

const bucketSchema = z.strictObject({
  bucket: z.string({ error: 'is missing, or not text' }).regex(BUCKET_NAME, { error: 'is not the name of a bucket' }),
  /** What may be listed. `""` is the whole bucket. */
  prefixes: z.array(keyPrefix, { error: 'is not a list' }).min(1, { error: 'is empty; write "" for the whole bucket' }),
  /** What may be read as well: markers, reports, backups that a job wants looked into. */
  read: z.array(keyPrefix, { error: 'is not a list' }).default([]),
  /** The account that owns the bucket, when it is not the sentinel's. */
  accountId: accountId.nullable().default(null),
  /** The KMS key of the objects under `read`. Listing needs none. */
  keyArn: keyArn.nullable().default(null),
  /** Region of the bucket, where it is not the sentinel's: the stack that lets the checker in is deployed there. */
  region: region.nullable().default(null),
  /** True where the bucket sends its events to EventBridge, which its owner has switched on: they bring looks forward. */
  events: z.boolean({ error: 'is neither true nor false' }).default(false),
  /** True where the bucket has a policy already, which its owner adds the statements to: the stack prints them. */
  hasPolicy: z.boolean({ error: 'is neither true nor false' }).default(false),
});

/** A bucket whose backups are watched, and how much of it the checker may see. */
export type WatchedBucket = Readonly<z.infer<typeof bucketSchema>>;

export const watchedBuckets = z
  .array(bucketSchema, { error: 'is not a list of buckets' })
  .superRefine((buckets, context) => {
    const seen = new Set<string>();
    buckets.forEach(({ bucket }, index) => {
      if (seen.has(bucket)) {
        const message = 'is named twice; put all its prefixes into one entry';
        context.addIssue({ code: 'custom', path: [index, 'bucket'], message });
      }
      seen.add(bucket);
    });
  });
