import type { SeenUnwatched } from '../core/foresight/unwatched-series.ts';

/** What the newest look for series without a job showed, kept in bk-evidence. Both throw StateStoreUnavailable. */
export interface UnwatchedLog {
  /** Null where there was no look yet. */
  newest(): Promise<SeenUnwatched | null>;
  /** In place of the one before. */
  keep(seen: SeenUnwatched): Promise<void>;
}
