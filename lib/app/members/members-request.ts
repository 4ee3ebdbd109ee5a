import { memberFolders } from '../../core/evidence/member-folders.ts';
import { NOTHING_REMEMBERED, type RememberedPlace, rememberedOf } from '../../core/evidence/remembered-place.ts';
import type { Instant } from '../../core/instant.ts';
import { expectedMembers } from '../../core/members/fold-members.ts';
import { memberJob } from '../../core/members/member-job.ts';
import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import { lookMode } from '../check/look-mode.ts';
import type { WholeLookRequest } from '../evidence/whole-looks.ts';

/** How the place of a job with `{each}` is looked at. */
export interface MembersRequest extends WholeLookRequest {
  /** Of the member whose newest run is the oldest: what their reports are listed from, whatever the mode. */
  readonly oldest: RememberedPlace;
}

/** `list`: its members as far as they are known; `rows`: theirs; `judged`: the ids of those that are in this pass. */
export function requestOf(
  whole: Job,
  list: MemberList | undefined,
  rows: ReadonlyMap<string, JobRow>,
  judged: ReadonlySet<string>,
  now: Instant,
): MembersRequest {
  const members = list === undefined || whole.each === undefined ? [] : expectedMembers(whole.each, list);
  const known = new Set([...members, ...(list?.members ?? []).map(({ value }) => value)]);
  const isJudged = (value: string) => judged.has(memberJob(whole, value)?.id ?? '');
  return { ...listingOf(whole, members.filter(isJudged), rows, now), now, known };
}

/** The newest dates will do where they do for every member. */
function listingOf(
  whole: Job,
  members: readonly string[],
  rows: ReadonlyMap<string, JobRow>,
  now: Instant,
): Pick<MembersRequest, 'mode' | 'memory' | 'oldest'> {
  const oldest = oldestOf(whole, members, rows);
  // A look at everything in folders of members is for the search, and their newest dates lie in each.
  const isDatedFirst = whole.place !== null && memberFolders(whole.place) === null;
  const isPartialFine = members.every((value) => {
    const job = memberJob(whole, value);
    const row = job === null ? undefined : rows.get(job.id);
    return job !== null && row !== undefined && lookMode(job, row, now) !== 'whole';
  });
  return isDatedFirst && isPartialFine && oldest.latest !== null
    ? { mode: 'from-newest', memory: oldest, oldest }
    : { mode: 'whole', memory: NOTHING_REMEMBERED, oldest };
}

/** What is remembered of the member whose newest run is the oldest; nothing where a member has no remembered run. */
function oldestOf(whole: Job, members: readonly string[], rows: ReadonlyMap<string, JobRow>): RememberedPlace {
  let oldest = NOTHING_REMEMBERED;
  for (const value of members) {
    const job = memberJob(whole, value);
    const row = job === null ? undefined : rows.get(job.id);
    const memory = job?.place == null || row === undefined ? NOTHING_REMEMBERED : rememberedOf(row, job.place);
    if (memory.latest === null) return NOTHING_REMEMBERED;
    if (oldest.latest === null || memory.latest.ts < oldest.latest.ts) oldest = memory;
  }
  return oldest;
}
