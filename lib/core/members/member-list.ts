import type { Instant } from '../instant.ts';

/** What is remembered of one member (docs/design/evidence.md#members). */
export interface KnownMember {
  /** See `Member` of a job. */
  readonly value: string;
  readonly foundAt: Instant;
  /** Its newest run when it was found: a newer one is its second. */
  readonly firstTs: Instant;
  /** From when on it is judged; null while only one run was seen. */
  readonly expectedAt: Instant | null;
  /** Found by the first look of its job, or expected by name: not announced. */
  readonly isQuiet: boolean;
  /** Set when it was retired or forgotten. */
  readonly gone: GoneMember | null;
}

export interface GoneMember {
  readonly at: Instant;
  /** Who retired it; null for one that was forgotten, or is no member by the document any more. */
  readonly by: string | null;
  /** A run that is newer brings it back; the files of before do not. */
  readonly lastTs: Instant;
  /** Its row has been retired as well. */
  readonly isDone: boolean;
}

/** What is remembered of a job with `{each}`. */
export interface MemberList {
  readonly jobId: string;
  /** When its place was first looked at; null before. */
  readonly firstLookAt: Instant | null;
  /** The job is judged itself: too few members are known, or a break of its own has not been over for a day. */
  readonly isWholeJudged: boolean;
  /** When all names in its place were last looked at; null where their folders cannot be listed, and each look lists everything. */
  readonly searchedAt: Instant | null;
  /** What stands for the names of the folders that were there then: another one where a folder came or went. */
  readonly folders: string | null;
  /** Names that would have been members, and were too many or too long. */
  readonly leftOut: number;
  /** By name, sorted. */
  readonly members: readonly KnownMember[];
}

export function newMemberList(jobId: string): MemberList {
  return { jobId, firstLookAt: null, isWholeJudged: true, searchedAt: null, folders: null, leftOut: 0, members: [] };
}
