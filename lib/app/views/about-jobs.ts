import type { AboutOf } from '../../core/event/job-about.ts';
import type { Job } from '../../core/model/job.ts';

/** Looks jobs up by their ids. Most passes publish nothing: the index is made when the first job is asked for. */
export function aboutJobs(jobs: readonly Job[]): AboutOf {
  let byId: ReadonlyMap<string, Job> | null = null;
  return (jobId) => {
    byId ??= new Map(jobs.map((job) => [job.id, job]));
    return byId.get(jobId) ?? null;
  };
}
