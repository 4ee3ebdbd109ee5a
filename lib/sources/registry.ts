import { awsBackup } from './aws-backup/source.ts';
import type { SourceDescription } from './description.ts';
import { file } from './file/source.ts';
import { s3 } from './s3/source.ts';

/**
 * Every kind of place. A source is its folder and its line here; the reading of places, what the checker may ask, and
 * docs follow from it. The last takes what no other claims.
 */
export const SOURCES = [s3, awsBackup, file] as const satisfies readonly SourceDescription[];
