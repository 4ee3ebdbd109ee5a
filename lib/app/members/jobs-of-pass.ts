import type { Job } from '../../core/model/job.ts';
import { withProofJobs } from '../../core/proof/proof-job.ts';
import type { LastGood } from '../../ports/rules-source.ts';
import { NOTHING_RETIRED } from '../check/retire-jobs.ts';
import type { BackupPorts } from '../evidence/backups-found.ts';
import type { MemberPorts } from './look-for-members.ts';
import type { PassJobs, PassJobsOptions } from './pass-jobs.ts';
import { readRows } from './read-rows.ts';

/**
 * What a pass judges: the jobs of the document, and in place of each with `{each}` its members as one look at its place
 * shows them (docs/design/evidence.md#members). What only members need is loaded where there are any. Throws
 * StateStoreUnavailable.
 */
export async function jobsOfPass(
  documentJobs: readonly Job[],
  accepted: LastGood | null,
  ports: Omit<MemberPorts, 'wholes'> & BackupPorts,
  options: PassJobsOptions,
): Promise<PassJobs> {
  const { isPass, choose } = options;
  const hasMembers = documentJobs.some(({ each }) => each !== undefined);
  const lists = hasMembers || isPass ? await ports.members.read() : [];
  if (hasMembers || lists.length > 0) {
    const { membersOfPass } = await import('./members-of-pass.ts');
    return membersOfPass(documentJobs, lists, accepted, ports, options);
  }
  const allJobs = withProofJobs(documentJobs);
  const jobs = choose(allJobs);
  const read = await readRows(allJobs, jobs, ports.store, options);
  return {
    jobs,
    allJobs,
    read,
    found: [],
    leftOut: new Map(),
    retired: NOTHING_RETIRED,
    settle: async () => {},
  };
}
