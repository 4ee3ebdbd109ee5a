import { DAY_MS, type Instant } from '../instant.ts';

/** How long the rows of the record are kept: three years, whatever years they are. */
export const RECORD_KEPT_MS = 3 * 366 * DAY_MS;

/** Where a row stands in the chain of its job's record (docs/design/record.md#chain). */
export interface ChainLink {
  /** Counts up per job, from 1. */
  readonly no: number;
  /** The hash of the row before; null for the first. */
  readonly prev: string | null;
  /** When the row before happened: from it follows whether that row is gone because its time was over. */
  readonly prevAt: Instant | null;
  /** SHA-256 of the row with all of the above, in hexadecimal. */
  readonly hash: string;
}

/** The newest link of a job's chain, kept in the job's row. */
export interface ChainHead {
  readonly no: number;
  readonly hash: string;
  /** When that row happened. */
  readonly at: Instant;
}
