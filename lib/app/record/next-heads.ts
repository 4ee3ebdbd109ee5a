import { formatInstant, type Instant } from '../../core/instant.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { HeadOfJob, RecordHead } from '../../core/record/record-head.ts';
import { hashOf } from './row-hash.ts';

/** An item holds 400 KB, and a job's id may be long. */
const MAX_MOVED = 800;

/**
 * The heads that follow: one, or several where more chains have moved than one item holds. `now` makes their day, in UTC.
 * None as long as nothing was ever chained.
 */
export function nextHeads(
  rows: Iterable<Pick<JobRow, 'jobId' | 'chain'>>,
  before: readonly RecordHead[],
  now: Instant,
): RecordHead[] {
  const known = newestOf(before);
  const moved = [...rows]
    .flatMap(({ jobId, chain }): HeadOfJob[] => (chain === null ? [] : [{ jobId, ...chain }]))
    .filter(({ jobId, hash }) => known.get(jobId)?.hash !== hash)
    .sort((a, b) => (a.jobId < b.jobId ? -1 : 1));
  if (moved.length === 0 && before.length === 0) return [];
  const heads: RecordHead[] = [];
  for (let from = 0; from === 0 || from < moved.length; from += MAX_MOVED) {
    const last = heads.at(-1) ?? before.at(-1) ?? null;
    const content = {
      no: (last?.no ?? 0) + 1,
      day: formatInstant(now).slice(0, 10),
      at: now,
      prev: last?.hash ?? null,
      prevAt: last?.at ?? null,
      moved: moved.slice(from, from + MAX_MOVED),
    };
    heads.push({ ...content, hash: headHash(content) });
  }
  return heads;
}

/** SHA-256 over all that a head says, in hexadecimal. */
export function headHash({ no, day, at, prev, prevAt, moved }: Omit<RecordHead, 'hash'>): string {
  return hashOf({
    no,
    day,
    at,
    prev,
    prevAt,
    moved: moved.map(({ jobId, ...head }) => [jobId, head.no, head.hash, head.at]),
  });
}

/** The newest head of each job that these name. */
export function newestOf(heads: readonly RecordHead[]): ReadonlyMap<string, HeadOfJob> {
  return new Map(heads.flatMap(({ moved }) => moved.map((head) => [head.jobId, head] as const)));
}
