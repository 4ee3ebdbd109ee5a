import type { TimeGroup } from '../hours/calendar-times.ts';
import type { Instant } from '../instant.ts';

/** When a series runs, as a rule can say it. */
export type LearnedTimes =
  | { readonly kind: 'interval'; readonly everyMs: number }
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'calendar'; readonly groups: readonly TimeGroup[] };

/** What the times of the runs of a series show. */
export interface LearnedSchedule {
  readonly times: LearnedTimes;
  /** Of an interval the oldest age that is fine; of months and times of day how late a run may come. Milliseconds. */
  readonly allowMs: number;
  /** False where no period explains most gaps: then the interval is what is seldom exceeded. */
  readonly isRegular: boolean;
  /** The first run that was looked at: before it backups were made, or thinned out, otherwise. */
  readonly since: Instant;
  /** About when a run is missing. Oldest first. */
  readonly missing: readonly Instant[];
}
