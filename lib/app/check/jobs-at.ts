import type { Place } from '../../core/evidence/place.ts';
import { literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import type { Job } from '../../core/model/job.ts';

interface Beginning {
  readonly jobId: string;
  readonly prefix: string;
}

const ofJobs = new WeakMap<readonly Job[], ReadonlyMap<string, readonly Beginning[]>>();

/** The ids of the jobs whose backups, or reports, may have such a key in that bucket: by how it begins. */
export function jobsAt(jobs: readonly Job[], bucket: string, key: string): readonly string[] {
  let byBucket = ofJobs.get(jobs);
  if (byBucket === undefined) {
    byBucket = beginnings(jobs);
    ofJobs.set(jobs, byBucket);
  }
  const found = (byBucket.get(bucket) ?? []).filter(({ prefix }) => key.startsWith(prefix));
  return [...new Set(found.map(({ jobId }) => jobId))];
}

function beginnings(jobs: readonly Job[]): ReadonlyMap<string, readonly Beginning[]> {
  const byBucket = new Map<string, Beginning[]>();
  for (const { id, place, finished } of jobs) {
    const places: (Place | null)[] = [place, finished.kind === 'report' ? finished.place : null];
    for (const each of places) {
      if (each === null || each.bucket === '') continue;
      const known = byBucket.get(each.bucket) ?? [];
      known.push({ jobId: id, prefix: literalPrefix(parseTemplate(each.template)) });
      byBucket.set(each.bucket, known);
    }
  }
  return byBucket;
}
