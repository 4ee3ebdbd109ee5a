import type { Job } from '../model/job.ts';
import { withProofJobs } from '../proof/proof-job.ts';
import { countMembers, expectedMembers } from './fold-members.ts';
import { memberJob, wholeJob } from './member-job.ts';
import { type MemberList, newMemberList } from './member-list.ts';

/**
 * The jobs of a document as they are judged: each followed by its proofs where its rule asks for them; in place of each job
 * with `{each}` its members, by name, after the job itself where that is judged as well. Without any of these it is the
 * same list. `isExpanded`: whether a job with `{each}` is; left out, all are.
 */
export function expandJobs(
  documentJobs: readonly Job[],
  lists: readonly MemberList[],
  isExpanded = (_: Job) => true,
): readonly Job[] {
  const jobs = withProofJobs(documentJobs);
  if (jobs.every(({ each }) => each === undefined)) return jobs;
  const known = new Map(lists.map((list) => [list.jobId, list]));
  return jobs.flatMap((job) => (isExpanded(job) ? jobsOf(job, known.get(job.id) ?? newMemberList(job.id)) : [job]));
}

function jobsOf(job: Job, list: MemberList): readonly Job[] {
  const { each } = job;
  if (each === undefined) return [job];
  const values = expectedMembers(each, list);
  const announced = new Map(list.members.map((known) => [known.value, known.isQuiet ? null : known.expectedAt]));
  const members = values.flatMap((value) => memberJob(job, value, values.length, announced.get(value) ?? null) ?? []);
  return list.isWholeJudged || members.length === 0 ? [wholeJob(job, countMembers(each, list)), ...members] : members;
}
