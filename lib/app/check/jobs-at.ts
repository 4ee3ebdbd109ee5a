import { addTo } from '../../core/add-to.ts';
import type { Place } from '../../core/evidence/place.ts';
import { literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import type { Job } from '../../core/model/job.ts';
import { looksAlone } from '../evidence/looks-alone.ts';

interface Beginning {
  readonly jobId: string;
  readonly prefix: string;
  /** Of the job that this is a member of. */
  readonly wholeId: string | null;
}

const ofJobs = new WeakMap<readonly Job[], ReadonlyMap<string, readonly Beginning[]>>();

/**
 * The ids of the jobs whose backups, or reports, may have such a key in that bucket: by how it begins. `jobs`: as they are
 * judged. Of those with `{each}` it is a member where members have folders of their own and it is known, else the job.
 */
export function jobsAt(jobs: readonly Job[], bucket: string, key: string): readonly string[] {
  let byBucket = ofJobs.get(jobs);
  if (byBucket === undefined) {
    byBucket = beginnings(jobs);
    ofJobs.set(jobs, byBucket);
  }
  const found = (byBucket.get(bucket) ?? []).filter(({ prefix }) => key.startsWith(prefix));
  const ofMembers = new Set(found.flatMap(({ wholeId }) => wholeId ?? []));
  return [...new Set(found.map(({ jobId }) => jobId))].filter((jobId) => !ofMembers.has(jobId));
}

function beginnings(jobs: readonly Job[]): ReadonlyMap<string, readonly Beginning[]> {
  const byBucket = new Map<string, Beginning[]>();
  const add = ({ id, place, finished }: Job, wholeId: string | null) => {
    const places: (Place | null)[] = [place, finished.kind === 'report' ? finished.place : null];
    for (const each of places) {
      if (each === null || each.bucket === '') continue;
      addTo(byBucket, each.bucket, { jobId: id, prefix: literalPrefix(parseTemplate(each.template)), wholeId });
    }
  };
  for (const job of jobs) if (looksAlone(job) || job.member === undefined) add(job, job.member?.whole.id ?? null);
  for (const whole of new Set(jobs.flatMap(({ member }) => member?.whole ?? []))) add(whole, null);
  return byBucket;
}
