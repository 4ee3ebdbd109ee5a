import { createS3Client } from '../lib/adapters/s3/client.ts';
import { S3Rules } from '../lib/adapters/s3/rules.ts';
import { readEnvironment } from './environment.ts';

/**
 * The rules doc as every function reads it: what one of them refuses as too large, all of them refuse, and go on with the
 * last accepted one. Throws an Error that names what is missing from `env`.
 */
export function functionRules(env: NodeJS.ProcessEnv, s3 = createS3Client(env)): S3Rules {
  const { RULES_BUCKET, RULES_KEY, MAX_JOBS } = readEnvironment(['RULES_BUCKET', 'RULES_KEY', 'MAX_JOBS'], env);
  return new S3Rules(s3, RULES_BUCKET, RULES_KEY, MAX_JOBS === '' ? null : Number(MAX_JOBS));
}
