import { memberId } from '../../core/members/member-id.ts';
import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';
import { allRetired, type Retired, retireRows } from '../check/retire-jobs.ts';
import type { MemberOptions, MemberPorts } from './look-for-members.ts';

/**
 * Retires the members of jobs that have no `{each}` any more: those that left the document (`leaving`, as it was
 * accepted), and those whose place is another now. Throws StateStoreUnavailable.
 */
export async function retireLists(
  jobs: readonly Job[],
  leaving: readonly string[],
  lists: readonly MemberList[],
  ports: Omit<MemberPorts, 'wholes'>,
  options: MemberOptions,
): Promise<Retired> {
  const now = new Map(jobs.map((job) => [job.id, job]));
  const retired: Retired[] = [];
  for (const { jobId, members } of lists) {
    const job = now.get(jobId);
    if (job === undefined ? !leaving.includes(jobId) : job.each !== undefined) continue;
    const ids = members.map(({ value }) => `${jobId}/${memberId(value)}`);
    const left = await retireRows(ids, ports, options);
    retired.push(left);
    if (options.dryRun || left.left.length > 0) continue;
    await ports.members.remove(
      jobId,
      members.map(({ value }) => value),
    );
    await ports.members.removeJob(jobId);
  }
  return allRetired(retired);
}
