/** What is said of a job, as a model may say it; see `STATE_WORDS`. */
export type Standing =
  | 'warn'
  | 'alert'
  | 'escalate'
  | 'unknown'
  | 'recovered'
  | 'snoozed'
  | 'muted'
  | 'shrinking'
  | 'growing'
  | 'later'
  | 'repeating';

/** A duration in whole units, as the model is given it: `31 hours`. */
export interface Span {
  readonly amount: number;
  readonly unit: 'minute' | 'hour' | 'day';
}

/** `broken` are those of the three states together. */
export type Counted = 'broken' | Standing;
