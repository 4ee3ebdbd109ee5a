import type { KnownMember, MemberList } from '../core/members/member-list.ts';

/** The members of the jobs with `{each}`, in bk-evidence. Every method throws StateStoreUnavailable. */
export interface MemberLog {
  /** Of all jobs that have any, in no particular order. */
  read(): Promise<readonly MemberList[]>;
  /** Stores what is remembered of a job itself; its members stay as they are. */
  putJob(list: Omit<MemberList, 'members'>): Promise<void>;
  /** Stores these members of a job, each in place of what is stored of it. */
  put(jobId: string, members: readonly KnownMember[]): Promise<void>;
  /** Forgets these members of a job; no harm if they are gone already. */
  remove(jobId: string, values: readonly string[]): Promise<void>;
  /** Forgets a job; its members stay as they are. */
  removeJob(jobId: string): Promise<void>;
}
