import { compareBytes } from '../../core/evidence/byte-order.ts';
import { isWholeLookDue } from '../../core/evidence/choose-listing.ts';
import { hashOf } from '../../core/evidence/content-sum.ts';
import { type MemberFolders, memberFolders, memberOfFolder } from '../../core/evidence/member-folders.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { Instant } from '../../core/instant.ts';
import { isExcepted } from '../../core/members/fold-members.ts';
import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { BackupPorts } from '../evidence/backups-found.ts';

/** More places than this are not looked at one by one to find members: everything is listed. */
const MAX_ALONE = 32;

/** What the search for members of a job with `{each}` showed, and what it leads to. */
export type MembersSearch = {
  /** What stands for the names of the folders; null where they could not be listed by themselves. */
  readonly folders: string | null;
} & (
  | { readonly kind: 'whole' }
  /**
   * These names are looked at by themselves: those that may become members. `isAll`: all of them, and not only those of which
   * one run is known.
   */
  | { readonly kind: 'alone'; readonly values: readonly string[]; readonly isAll: boolean }
);

/**
 * Searches for members of a job by the names of their folders, a request for a thousand (docs/design/evidence.md#members).
 * Once a day, and where a folder came or went, every name that is not expected is looked at; in between those whose second
 * run may come. `judged`: the ids of the jobs that are judged in this pass.
 */
export async function searchMembers(
  whole: Job,
  list: MemberList | undefined,
  judged: ReadonlySet<string>,
  { sourceOf }: BackupPorts,
  now: Instant,
): Promise<MembersSearch> {
  const of = whole.place && memberFolders(whole.place);
  if (whole.place === null || of === null) return { kind: 'whole', folders: null };
  const found = await namesIn(whole.place, of, sourceOf);
  // Where they cannot be listed, members are judged by one failure, or by what a listing of everything shows.
  if (found === null) return { kind: 'whole', folders: null };
  const folders = hashOf(found.folders.toSorted(compareBytes).join('\n')).toString(36);
  // The job itself is judged by the newest backup of any member.
  if (list === undefined || list.searchedAt === null || judged.has(whole.id)) return { kind: 'whole', folders };
  if (folders === list.folders && !isWholeLookDue(list.searchedAt, now)) {
    const singles = list.members.filter(({ expectedAt, gone }) => expectedAt === null && gone === null);
    return { kind: 'alone', folders, values: singles.map(({ value }) => value), isAll: false };
  }
  const expected = list.members.filter(({ expectedAt, gone }) => expectedAt !== null && gone === null);
  const settled = new Set(expected.map(({ value }) => value));
  const isOpen = (value: string) => !settled.has(value) && !(whole.each && isExcepted(whole.each, value));
  const values = found.values.filter(isOpen);
  return values.length > MAX_ALONE ? { kind: 'whole', folders } : { kind: 'alone', folders, values, isAll: true };
}

async function namesIn(
  place: Place,
  of: MemberFolders,
  sourceOf: BackupPorts['sourceOf'],
): Promise<{ readonly folders: readonly string[]; readonly values: readonly string[] } | null> {
  try {
    const folders = await (await sourceOf(place.scheme)).folders?.(place, of.prefix);
    return folders === undefined
      ? null
      : { folders, values: folders.flatMap((name) => memberOfFolder(name, of) ?? []) };
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return null;
    throw error;
  }
}
