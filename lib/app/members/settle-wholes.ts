import { DAY_MS, type Instant } from '../../core/instant.ts';
import { isWholeDue } from '../../core/members/fold-members.ts';
import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import { retireRows } from '../check/retire-jobs.ts';
import type { MemberOptions, MemberPorts } from './look-for-members.ts';

/** So long after its own break ended, a job with `{each}` is still there for those who have to learn of it. */
const KEPT_MS = DAY_MS;

/**
 * A job with `{each}` that was judged itself is left to its members once there are enough of them and nothing of its own
 * is open. `judged`: the rows of jobs that were judged in this pass. Throws StateStoreUnavailable.
 */
export async function settleWholes(
  wholes: readonly Job[],
  lists: readonly MemberList[],
  judged: ReadonlyMap<string, JobRow>,
  ports: MemberPorts,
  options: MemberOptions,
): Promise<void> {
  for (const list of lists) {
    const each = wholes.find(({ id }) => id === list.jobId)?.each;
    const row = judged.get(list.jobId);
    if (each === undefined || row === undefined || options.dryRun) continue;
    if (!list.isWholeJudged || isWholeDue(each, list) || !isOver(row, options.now)) continue;
    // What quieted it must not quiet it when it is judged again some day.
    const { left } = await retireRows([list.jobId], ports, options);
    if (left.length === 0) await ports.members.putJob({ ...list, isWholeJudged: false });
  }
}

function isOver({ state, breakSeq, changedAt }: JobRow, now: Instant): boolean {
  return state === 'green' && breakSeq === null && (changedAt === null || now - changedAt > KEPT_MS);
}
