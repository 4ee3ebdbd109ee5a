import type { Job } from '../../core/model/job.ts';
import { withProofJobs } from '../../core/proof/proof-job.ts';
import type { MemberLog } from '../../ports/member-log.ts';

/** As `expandJobs`; what only members need is loaded, and their lists are read, where a job is expanded. Throws StateStoreUnavailable. */
export async function judgedJobs(
  documentJobs: readonly Job[],
  members: Pick<MemberLog, 'read'>,
  isExpanded = ({ each }: Job) => each !== undefined,
): Promise<readonly Job[]> {
  if (!documentJobs.some(isExpanded)) return withProofJobs(documentJobs);
  const { expandJobs } = await import('../../core/members/expand-jobs.ts');
  return expandJobs(documentJobs, await members.read(), isExpanded);
}
