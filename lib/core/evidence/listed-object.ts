import type { Instant } from '../instant.ts';

/** One object (or local file) as a listing shows it. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** Whole milliseconds. */
  readonly lastModified: Instant;
  /** What the store knows its content by (an ETag); left out where it knows none. */
  readonly contentMark?: string;
}

/** An object and how long it was what its key held; null where it still is, as far as is known. */
export interface ListedVersion {
  readonly object: ListedObject;
  readonly until: Instant | null;
}
