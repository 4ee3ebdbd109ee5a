import type { ActionResult } from '../../core/acting/act.ts';
import type { Action } from '../../core/model/action.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow, Signature } from '../../core/model/job-row.ts';
import { type ActPorts, actOnJob } from './act-on-job.ts';
import { retireMember } from './retire-member.ts';

/** What an action did to one job, or node. */
export interface ActedJob {
  readonly job: Job;
  readonly result: ActionResult;
}

/**
 * An owner's action on each of the jobs, at once and in one conditional write each (docs/design/decision.md#actions).
 * The audit rows are put, and a transition is handed on where there is a sink.
 */
export async function actOnJobs(
  jobs: readonly Job[],
  action: Action,
  by: Signature,
  ports: ActPorts,
): Promise<ActedJob[]> {
  const acted: ActedJob[] = [];
  for (const job of jobs) acted.push({ job, result: await actOn(job, action, by, ports) });
  return acted;
}

/** As `actOnJobs`, on one job, node or member. */
export async function actOn(
  job: Job,
  action: Action,
  by: Signature,
  ports: ActPorts,
  objectionTo: (row: JobRow) => string | null = () => null,
): Promise<ActionResult> {
  if (action.verb === 'proven' && job.proofOf === undefined) return { done: false, message: noProofs(job) };
  if (action.verb === 'accept' && job.proofOf !== undefined) return { done: false, message: NOT_ACCEPTED };
  if (action.verb !== 'retire') return actOnJob(job.id, action, by, ports, objectionTo);
  return retireMember(job, by, ports, objectionTo);
}

const NOT_ACCEPTED = 'a proof has no size to accept; prove the copy again, or note a restore by hand';

function noProofs({ id }: Job): string {
  return `proofs of ${id} are judged by nothing; add, for example, proven every 30 days to its rule`;
}
