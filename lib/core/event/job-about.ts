import type { Job } from '../model/job.ts';

/** What an event says of a job beside what happened to it: the part of the rules doc's job that concerns a reader. */
export type JobAbout = Pick<
  Job,
  | 'id'
  | 'name'
  | 'group'
  | 'node'
  | 'owner'
  | 'ownerFrom'
  | 'escalateTo'
  | 'place'
  | 'runbook'
  | 'note'
  | 'at'
  | 'understood'
>;

/** The job of that id; null when the rules doc has none. */
export type AboutOf = (jobId: string) => JobAbout | null;

/** Looks jobs up by their ids. Most passes publish nothing: the index is made when the first job is asked for. */
export function aboutJobs(jobs: readonly Job[]): AboutOf {
  let byId: ReadonlyMap<string, Job> | null = null;
  return (jobId) => {
    byId ??= new Map(jobs.map((job) => [job.id, job]));
    return byId.get(jobId) ?? null;
  };
}
