import { compareBytes } from '../../core/evidence/byte-order.ts';
import { placeText } from '../../core/evidence/place.ts';
import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';

/** More jobs than this are handed to the queue in slices of this many (docs/design/decision.md). */
export const SLICE_JOBS = 500;

/**
 * The ids of the due jobs, slice by slice: by bucket and prefix, so that what one listing can serve is not looked at in many
 * slices, each with a listing over the same keys. A job with `{each}` counts as its members and is never cut, since one listing
 * serves them all.
 */
export function slicesOf(due: readonly Job[], lists: readonly MemberList[]): readonly (readonly string[])[] {
  const members = new Map(lists.map((list) => [list.jobId, list.members.length]));
  const slices: string[][] = [];
  let room = 0;
  for (const { id } of due.toSorted(byPlace)) {
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

/** Jobs without a place come first, in their order. */
function byPlace(a: Job, b: Job): number {
  return compareBytes(textOf(a), textOf(b));
}

function textOf({ place }: Job): string {
  return place === null ? '' : placeText(place);
}
