import type { RulesSource } from '../../ports/rules-source.ts';
import { createS3Client } from './client.ts';
import { S3Rules } from './rules.ts';

/** The rules doc in a bucket. */
export function openS3Rules(bucket: string, key: string): RulesSource | Promise<RulesSource> {
  return new S3Rules(createS3Client(), bucket, key);
}
