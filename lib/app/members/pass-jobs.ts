import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { RowsRead } from '../../ports/state-store.ts';
import type { Retired } from '../check/retire-jobs.ts';
import type { WholeLooks } from '../evidence/whole-looks.ts';
import type { FoundMember, MemberOptions } from './look-for-members.ts';

/** The jobs of one pass, with those of their members that were found in it, and their rows. */
export interface PassJobs {
  /** Those that are judged in this pass. */
  readonly jobs: readonly Job[];
  readonly allJobs: readonly Job[];
  readonly read: RowsRead;
  /** The look that the members of each job share; absent where no job has any. */
  readonly wholes?: WholeLooks;
  readonly found: readonly FoundMember[];
  /** Names that are too many or too long to be members, by the job's id. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** The rows of members that left. */
  readonly retired: Retired;
  /** Takes the rows as they are once the jobs were judged; see `settleWholes`. */
  readonly settle: (judged: ReadonlyMap<string, JobRow>) => Promise<void>;
}

export interface PassJobsOptions extends MemberOptions {
  readonly isPass: boolean;
  /** Reads also the rows that are open (lib/core/decision/is-open.ts) of jobs that are not judged. */
  readonly readsOpen: boolean;
  /** The jobs to judge, of all that are watched. */
  readonly choose: (jobs: readonly Job[]) => readonly Job[];
}
