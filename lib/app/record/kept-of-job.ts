import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { RulesNote } from '../../core/record/rules-note.ts';
import type { JobLog } from '../../ports/record-log.ts';

/** What is kept of a job, and of its proofs, which have a log of their own. */
export interface KeptOfJob {
  readonly jobId: string;
  /** Null for a job that has left the rules doc. */
  readonly job: Job | null;
  readonly row: JobRow | undefined;
  readonly log: JobLog;
  readonly proofLog: JobLog;
  readonly notes: readonly RulesNote[];
}
