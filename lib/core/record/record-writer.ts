import type { Instant } from '../instant.ts';
import type { JobRecord } from './job-record.ts';

/** What stands over a record. */
export interface RecordAbout {
  readonly from: Instant;
  /** The first instant that is not in it. */
  readonly until: Instant;
  readonly madeAt: Instant;
  /** Where the rules are. */
  readonly source: string;
  readonly timezone: string;
  /** The newest hash over the record; null when there is none. */
  readonly head: { readonly day: string; readonly hash: string } | null;
}

/** Writes a record piece by piece, so that it never is in memory as a whole. */
export interface RecordWriter {
  begin(): string;
  job(record: JobRecord): string;
  end(): string;
}
