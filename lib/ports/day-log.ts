import type { DayView, JudgedDay } from '../core/history/day.ts';

/**
 * The days of jobs that are over, in bk-audit, kept 400 days; today's is in the job's row (decision record 0070).
 * Both methods throw StateStoreUnavailable.
 */
export interface DayLog {
  /** Puts the picture of a day, in place of an earlier one of that day. */
  put(jobId: string, day: JudgedDay): Promise<void>;
  /** The newest `limit` days that are known, oldest first, without their runs, and without those whose 400 days are over. */
  newest(jobId: string, limit: number): Promise<readonly DayView[]>;
}

/** What landed on the days of a job that are over, for a replay. */
export interface LandedDays {
  /** The newest `limit` days with their runs, the newest first. Throws StateStoreUnavailable. */
  landed(jobId: string, limit: number): Promise<readonly DayView[]>;
}
