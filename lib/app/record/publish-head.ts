import { formatInstant, type Instant } from '../../core/instant.ts';
import type { RecordHead } from '../../core/record/record-head.ts';
import type { Announcement, Announcements } from '../../ports/announcements.ts';
import type { RecordLog } from '../../ports/record-log.ts';
import type { StateStore } from '../../ports/state-store.ts';
import { newestOf, nextHeads } from './next-heads.ts';
import { headOfNotes, RULES_CHAIN } from './next-note.ts';

export interface HeadPorts {
  readonly store: Pick<StateStore, 'readAll'>;
  readonly record: RecordLog;
  /** Null where there is no bus: then the summary alone brings the hash outside. */
  readonly announcements: Announcements | null;
}

/**
 * Makes the day's head of the record with the first pass of a day (UTC), and puts it on the bus. It is stored first: a
 * hash that was published is in the table. One that the bus did not take is published again by the next pass. Resolves
 * to the head that was published now; null when there was nothing to do. Throws StateStoreUnavailable.
 */
export async function publishHead(
  { store, record, announcements }: HeadPorts,
  now: Instant,
): Promise<RecordHead | null> {
  const newest = await record.newestHead();
  if (newest !== null && newest.head.day >= formatInstant(now).slice(0, 10)) {
    return newest.isPublished ? null : announce(newest.head, await record.heads(), record, announcements);
  }
  const before = await record.heads();
  const { rows } = await store.readAll();
  const rules = { jobId: RULES_CHAIN, chain: headOfNotes(await record.rulesNotes()) };
  const heads = nextHeads([...rows.values(), rules], before, now);
  for (const head of heads) {
    // Another process was faster: it publishes its own.
    if (!(await record.addHead(head))) return null;
  }
  const last = heads.at(-1);
  return last === undefined ? null : announce(last, [...before, ...heads], record, announcements);
}

async function announce(
  head: RecordHead,
  heads: readonly RecordHead[],
  record: RecordLog,
  announcements: Announcements | null,
): Promise<RecordHead | null> {
  if (announcements !== null && !(await announcements.announce(headNews(head, newestOf(heads).size)))) return null;
  await record.notePublished(head);
  return head;
}

function headNews({ no, day, at, hash, prev }: RecordHead, jobs: number): Announcement {
  return {
    kind: 'record-head',
    eventId: `record#${no}-${hash.slice(0, 12)}`,
    at,
    detail: { day, hash, previous: prev, jobs },
  };
}
