import type { Instant } from '../instant.ts';
import type { ChainHead } from './chain-link.ts';

/** The newest link of one job's chain on a day. */
export interface HeadOfJob extends ChainHead {
  readonly jobId: string;
}

/**
 * One hash over the heads of all chains: over those that have moved since the one before, and the hash of that one
 * (docs/design/record.md#head). A day on which many moved has several; the last one's hash stands for all.
 */
export interface RecordHead {
  /** Counts up from 1. */
  readonly no: number;
  /** `YYYY-MM-DD`, in UTC. */
  readonly day: string;
  readonly at: Instant;
  readonly prev: string | null;
  readonly prevAt: Instant | null;
  readonly moved: readonly HeadOfJob[];
  /** In hexadecimal. */
  readonly hash: string;
}
