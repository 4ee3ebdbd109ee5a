import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';

/** More jobs than this are handed to the queue in slices of this many (docs/design/decision.md). */
export const SLICE_JOBS = 500;

/**
 * The ids of the due jobs, slice by slice. A job with `{each}` counts as its members and is never cut, since one listing
 * serves them all.
 */
export function slicesOf(due: readonly Job[], lists: readonly MemberList[]): readonly (readonly string[])[] {
  const members = new Map(lists.map((list) => [list.jobId, list.members.length]));
  const slices: string[][] = [];
  let room = 0;
  for (const { id } of due) {
    const weight = Math.max(1, members.get(id) ?? 1);
    const slice = slices.at(-1);
    if (slice === undefined || weight > room) {
      slices.push([id]);
      room = SLICE_JOBS - weight;
    } else {
      slice.push(id);
      room -= weight;
    }
  }
  return slices;
}
