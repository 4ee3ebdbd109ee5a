import type { Instant } from '../../core/instant.ts';

/** What was found at the destination: a file, or a folder with its files. */
export interface Landed {
  readonly key: string;
  /** A path, or s3://bucket/key; a folder's ends in a slash. */
  readonly location: string;
  readonly isFolder: boolean;
  /** When the newest file was last written. */
  readonly ts: Instant;
  readonly sizeBytes: number;
  readonly files: number;
}
