import * as z from 'zod';
import { readPublished } from '../../ports/published-transition.ts';
import { storedToken } from './api-tokens.ts';
import { storedAudit } from './audit-log.ts';
import { storedFailure } from './channel-failures.ts';
import { storedDay } from './day-log.ts';
import { storedDelivery } from './delivery-log.ts';
import { storedDrill, storedSighting } from './drill-log.ts';
import { storedHeartbeat } from './heartbeat-log.ts';
import { storedMember, storedMembersOfJob } from './member-log.ts';
import { storedCounts } from './mirror-log.ts';
import { storedPass, storedSlicedPass } from './pass.ts';
import { storedAllJobsKey, storedGeneration } from './ping-keys.ts';
import { storedProposal } from './proposals.ts';
import { CHAINED_KINDS, RECORD_PARTITION, storedRecordHead, storedRulesNote } from './record-log.ts';
import { parseItem } from './schema.ts';
import { storedSessions } from './sessions.ts';
import { storedRow } from './stored-row.ts';
import type { TableNames } from './tables.ts';
import { storedUnwatched } from './unwatched-log.ts';
import type { Item } from './values.ts';

/** A kind of item: which it is, how it is read, and what is lost without it. */
export interface StoredKind {
  readonly name: string;
  readonly table: keyof TableNames;
  /** Whether an item is of this kind, given its keys. */
  readonly holds: (partition: string, sort: string) => boolean;
  /** What is wrong with an item; null for one that can be read. */
  readonly problemOf: (item: Item) => string | null;
  readonly loss: string;
}

/**
 * The kinds of items that are read back, by the same shapes as their stores read them. Claims of summaries and used links are
 * only looked for, never read.
 */
export const STORED_KINDS: readonly StoredKind[] = [
  {
    name: 'what is remembered of the last pass',
    table: 'state',
    holds: (partition) => partition === '#sentinel',
    problemOf: (item) =>
      problem(z.unknown(), item) ??
      (item.last_pass === undefined ? null : problem(storedPass, item)) ??
      (item.sliced_pass === undefined ? null : problem(storedSlicedPass, item)),
    loss: 'the next pass counts as the first one',
  },
  {
    name: 'the state of a job',
    table: 'state',
    holds: isOfJob,
    problemOf: shape(storedRow),
    loss: 'the job starts fresh with the next check: its break, snooze, mute and remembered runs are forgotten',
  },
  {
    name: 'a day of a job',
    table: 'audit',
    holds: (partition, sort) => isOfJob(partition) && sort.startsWith('day#'),
    problemOf: shape(storedDay),
    loss: 'the day is missing in the strip and the charts',
  },
  {
    name: 'a delivery',
    table: 'audit',
    holds: (partition, sort) => isOfJob(partition) && sort.startsWith('claim#'),
    problemOf: shape(storedDelivery),
    loss: 'its recipient may be notified once more, if the break lasts',
  },
  {
    name: 'a row of the history',
    table: 'audit',
    holds: (_, sort) => CHAINED_KINDS.test(sort),
    problemOf: (item) => problem(storedAudit, item) ?? transitionProblem(item),
    loss: 'it is missing in the history and in the record, where `sentinel record --verify` finds it removed',
  },
  {
    name: 'a head of the record',
    table: 'audit',
    holds: (partition, sort) => partition === RECORD_PARTITION && sort.startsWith('head#'),
    problemOf: shape(storedRecordHead),
    loss: 'the record can no longer be compared with the hash of that day',
  },
  {
    name: 'a change of the rules',
    table: 'audit',
    holds: (partition, sort) => partition === RECORD_PARTITION && sort.startsWith('rules#'),
    problemOf: shape(storedRulesNote),
    loss: 'it is missing in the record',
  },
  {
    name: 'a failure of a channel',
    table: 'audit',
    holds: (partition) => partition === '#channels',
    problemOf: shape(storedFailure),
    loss: 'the channel is tried again at once',
  },
  {
    name: 'a drill',
    table: 'audit',
    holds: (partition) => partition === '#drill',
    // One that its recipient confirmed before it was noted holds only that.
    problemOf: (item) => (problem(storedSighting, item) === null ? null : problem(storedDrill, item)),
    loss: 'the drill has no result',
  },
  {
    name: 'a heartbeat',
    table: 'evidence',
    holds: isOfJob,
    problemOf: shape(storedHeartbeat),
    loss: 'the heartbeat counts as never sent',
  },
  {
    name: 'the members of a job',
    table: 'evidence',
    holds: (partition, sort) => partition === '#members' && !sort.includes('/'),
    problemOf: shape(storedMembersOfJob),
    loss: 'the job counts as looked at for the first time: its members are found again, and none that is gone meanwhile',
  },
  {
    name: 'a member of a job',
    table: 'evidence',
    holds: (partition, sort) => partition === '#members' && sort.includes('/'),
    problemOf: shape(storedMember),
    loss: 'the member is found again if it is still there, and not missed if it is gone',
  },
  {
    name: 'the counts of a mirror',
    table: 'evidence',
    holds: (partition) => partition === '#mirror',
    problemOf: shape(storedCounts),
    loss: 'the mirror is counted again with the next check',
  },
  {
    name: 'a proposal',
    table: 'evidence',
    holds: (partition) => partition === '#proposal',
    problemOf: shape(storedProposal),
    loss: 'the next ping proposes the job again',
  },
  {
    name: 'the series that no job watches',
    table: 'evidence',
    holds: (partition) => partition === '#unwatched',
    problemOf: shape(storedUnwatched),
    loss: 'the next pass looks for them again',
  },
  {
    name: 'a ping key for all jobs',
    table: 'evidence',
    holds: (partition, sort) => partition === '#ping-key' && sort.startsWith('all#'),
    problemOf: shape(storedAllJobsKey),
    loss: 'the key ends',
  },
  {
    name: 'the generation of a ping address',
    table: 'evidence',
    holds: (partition, sort) => partition === '#ping-key' && sort.startsWith('job#'),
    problemOf: shape(storedGeneration),
    loss: 'the address from before `sentinel key rotate` is good again; rotate it once more',
  },
  {
    name: 'an API token',
    table: 'evidence',
    holds: (partition) => partition === '#token',
    problemOf: shape(storedToken),
    loss: 'the token ends',
  },
  {
    name: 'the generation of sessions',
    table: 'evidence',
    holds: (partition) => partition === '#session',
    problemOf: shape(storedSessions),
    loss: 'sessions from before the first sign-out of that person are good again; sign them out once more',
  },
];

function isOfJob(partition: string): boolean {
  return !partition.startsWith('#');
}

function shape(stored: z.ZodType): StoredKind['problemOf'] {
  return (item) => problem(stored, item);
}

function problem(stored: z.ZodType, item: Item): string | null {
  const read = parseItem(stored, item);
  return 'problem' in read ? read.problem : null;
}

function transitionProblem({ content }: Item): string | null {
  const isTransition =
    content !== null && typeof content === 'object' && 'kind' in content && content.kind === 'transition';
  return isTransition && readPublished(content) === null ? 'content: is no transition that this version knows' : null;
}
