import { compareBytes } from '../../core/evidence/byte-order.ts';
import { placeText } from '../../core/evidence/place.ts';
import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';

/** More jobs than this are handed to the queue in slices of this many (docs/design/decision.md). */
export const SLICE_JOBS = 500;

/**
 * The ids of the due jobs, slice by slice: by bucket and prefix, so that what one listing can serve is not looked at in many
 * slices, each with a listing over the same keys. A job with `{each}` counts as its members and is never cut, and those of
 * its members that are due by themselves stay together: one search for members serves them all.
 */
export function slicesOf(due: readonly Job[], lists: readonly MemberList[]): readonly (readonly string[])[] {
  const members = new Map(lists.map((list) => [list.jobId, list.members.length]));
  const slices: string[][] = [];
  let room = 0;
  for (const ids of together(due)) {
    const weight = ids.reduce((sum, id) => sum + Math.max(1, members.get(id) ?? 1), 0);
    const slice = slices.at(-1);
    if (slice === undefined || weight > room) {
      slices.push([...ids]);
      room = SLICE_JOBS - weight;
    } else {
      slice.push(...ids);
      room -= weight;
    }
  }
  return slices;
}

/** By place, the ids that belong in one slice. */
function together(due: readonly Job[]): readonly (readonly string[])[] {
  const ofMembers = new Map<string, string[]>();
  const all: string[][] = [];
  for (const { id, each, member } of due.toSorted(byPlace)) {
    const whole = member?.whole.id ?? (each && id);
    const others = whole === undefined ? undefined : ofMembers.get(whole);
    if (others !== undefined) {
      others.push(id);
      continue;
    }
    const ids = [id];
    all.push(ids);
    if (whole !== undefined) ofMembers.set(whole, ids);
  }
  return all;
}

/** Jobs without a place come first, in their order. */
function byPlace(a: Job, b: Job): number {
  return compareBytes(textOf(a), textOf(b));
}

function textOf({ place }: Job): string {
  return place === null ? '' : placeText(place);
}
