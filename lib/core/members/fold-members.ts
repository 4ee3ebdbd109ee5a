import { compareBytes } from '../evidence/byte-order.ts';
import type { Instant } from '../instant.ts';
import type { Each } from '../model/each.ts';
import { memberId } from './member-id.ts';
import type { KnownMember, MemberList } from './member-list.ts';
import { matchesName } from './name-pattern.ts';

/** Members of one job, at most (docs/design/evidence.md#members). */
export const MAX_MEMBERS = 10_000;

/** What one look at the place of a job with `{each}` showed. */
export interface SeenMembers {
  /** The ends of each member's newest backups that are there, newest first, by its name. */
  readonly runs: ReadonlyMap<string, readonly Instant[]>;
  /** False when only the newest dates were listed, or only some members: who is not seen may be there. */
  readonly isWhole: boolean;
}

/** The list after a look, and what of it has to be stored. */
export interface FoldedMembers {
  readonly list: MemberList;
  readonly changed: readonly KnownMember[];
  readonly removed: readonly string[];
  /** Those that are expected from now on and are announced. */
  readonly found: readonly KnownMember[];
}

/**
 * Takes a look into what is remembered of a job's members (docs/design/evidence.md#members): a name becomes a member with
 * its second run, and no member goes away because it is not seen. `room`: how many members the document has left.
 */
export function foldMembers(
  each: Each,
  before: MemberList,
  seen: SeenMembers,
  now: Instant,
  room: number = MAX_MEMBERS,
): FoldedMembers {
  const isFirst = before.firstLookAt === null;
  const known = new Map(before.members.map((member) => [member.value, member]));
  const next: KnownMember[] = [];
  const changed: KnownMember[] = [];
  const removed: string[] = [];
  const found: KnownMember[] = [];
  for (const member of before.members) {
    const { value } = member;
    const after = isExcepted(each, value) ? leaving(member, now) : seenAgain(member, seen.runs.get(value) ?? [], now);
    if (isOver(after, each, seen)) {
      removed.push(value);
      continue;
    }
    next.push(after);
    if (after === member) continue;
    changed.push(after);
    const wasExpected = member.gone === null && member.expectedAt !== null;
    if (!wasExpected && after.gone === null && after.expectedAt !== null && !after.isQuiet) found.push(after);
  }
  let left = Math.min(MAX_MEMBERS, room) - next.filter(({ gone }) => gone === null).length;
  let leftOut = 0;
  for (const [value, [newest, second]] of [...seen.runs].sort(([a], [b]) => compareBytes(a, b))) {
    if (newest === undefined || known.has(value) || isExcepted(each, value)) continue;
    if (left <= 0 || memberId(value) === null) {
      leftOut += 1;
      continue;
    }
    left -= 1;
    const isNamed = each.expect.includes(value);
    const expectedAt = isNamed || second !== undefined ? now : null;
    const member = { value, foundAt: now, firstTs: newest, expectedAt, isQuiet: isFirst || isNamed, gone: null };
    next.push(member);
    changed.push(member);
    if (expectedAt !== null && !member.isQuiet) found.push(member);
  }
  const members = next.sort((a, b) => compareBytes(a.value, b.value));
  const list = {
    ...before,
    firstLookAt: before.firstLookAt ?? now,
    leftOut: seen.isWhole ? leftOut : Math.max(leftOut, before.leftOut),
    members,
  };
  return { list, changed, removed, found };
}

/** The members that are judged: those that are expected, whether any of their files is there or not. */
export function expectedMembers(each: Each, { members }: MemberList): readonly string[] {
  const gone = new Set(members.filter((member) => member.gone !== null).map(({ value }) => value));
  const named = each.expect.filter((value) => !gone.has(value));
  const found = members.filter(({ value, expectedAt, gone }) => {
    return expectedAt !== null && gone === null && !isExcepted(each, value);
  });
  return [...new Set([...named, ...found.map(({ value }) => value)])].sort(compareBytes);
}

/** How many members there are, also those of which one run was seen. */
export function countMembers(each: Each, { members }: MemberList): number {
  return members.filter(({ value, gone }) => gone === null && !isExcepted(each, value)).length;
}

/** Whether a job is judged itself: none of its members is expected yet, or there are fewer than the document says. */
export function isWholeDue(each: Each, list: MemberList): boolean {
  return expectedMembers(each, list).length === 0 || countMembers(each, list) < each.atLeast;
}

/** Whether the document says that a name is no member. */
export function isExcepted({ except }: Each, value: string): boolean {
  return except.some((pattern) => matchesName(pattern, value));
}

/** A name that the document takes out leaves as one that was retired does. */
function leaving(member: KnownMember, now: Instant): KnownMember {
  if (member.gone !== null) return member;
  return { ...member, gone: { at: now, by: null, lastTs: now, isDone: member.expectedAt === null } };
}

/** `runs`: the ends of its backups that are there, newest first. */
function seenAgain(member: KnownMember, runs: readonly Instant[], now: Instant): KnownMember {
  const [newest] = runs;
  const { gone } = member;
  if (newest === undefined) return member;
  if (gone !== null) {
    const since = runs.filter((ts) => ts > gone.lastTs);
    if (since.length === 0) return member;
    const expectedAt = since.length > 1 ? now : null;
    return { ...member, foundAt: now, firstTs: newest, expectedAt, isQuiet: false, gone: null };
  }
  if (member.expectedAt !== null) return member;
  return runs.length > 1 || newest > member.firstTs ? { ...member, expectedAt: now } : member;
}

/** One that is gone is remembered for as long as its files are there; one of a single run while that is there. */
function isOver({ value, gone, expectedAt }: KnownMember, each: Each, seen: SeenMembers): boolean {
  if (gone !== null && !gone.isDone) return false;
  if (gone === null && expectedAt !== null) return false;
  if (isExcepted(each, value)) return true;
  return seen.isWhole && !seen.runs.has(value);
}
