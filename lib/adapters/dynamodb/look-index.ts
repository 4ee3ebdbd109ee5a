import { isOpen } from '../../core/decision/is-open.ts';
import { type Instant, parseInstant } from '../../core/instant.ts';
import type { JobRow, OutboxEntry } from '../../core/model/job-row.ts';
import type { ListedRow } from '../../ports/state-store.ts';
import { LOOKS_INDEX } from './indexes.ts';
import type { DynamoTable } from './table.ts';
import type { Item } from './values.ts';

/** The group of the open rows, which every pass reads. */
export const OPEN = 'open';
/** When an open row is to be looked at of which that is not planned. */
export const ALWAYS = lookText(0);

/**
 * The groups of all others. One takes a thousand writes a second, and a hundred thousand jobs that end the night
 * together need more.
 */
const SHARDS = ['0', '1', '2', '3'] as const;

/** An instant as the index sorts it: always with its milliseconds, since `08:00:00.5Z` sorts before `08:00:00Z`. */
export function lookText(instant: Instant): string {
  return new Date(instant).toISOString();
}

/**
 * How a row that is written stands in the index. What is taken out of the outbox or dealt with meanwhile leaves a row
 * that is open no more among the open ones, and never the other way round.
 */
export function lookAttributes(before: JobRow, after: JobRow, entry: OutboxEntry | null): Item {
  const { outbox, handledSeq } = before;
  const { nextLook, jobId } = after;
  const [group, next] = LOOKS_INDEX.keys;
  const isOpenRow = entry !== null || isOpen({ ...after, outbox, handledSeq });
  if (nextLook === null) return isOpenRow ? { [group]: OPEN, [next]: ALWAYS } : {};
  return { [group]: isOpenRow ? OPEN : shardOf(jobId), [next]: lookText(nextLook.at) };
}

function shardOf(jobId: string): string {
  let sum = 0;
  for (let index = 0; index < jobId.length; index += 1) sum = (sum * 31 + jobId.charCodeAt(index)) >>> 0;
  return SHARDS[sum % SHARDS.length] ?? '0';
}

/** See the port's `readLooks`. Throws StateStoreUnavailable. */
export async function readLooks(table: DynamoTable, until: Instant | null): Promise<ReadonlyMap<string, ListedRow>> {
  const looks = new Map<string, ListedRow>();
  const upTo = until === null ? undefined : lookText(until);
  const read = async (group: string) => {
    for await (const item of table.indexed(LOOKS_INDEX, group, upTo)) {
      const at = parseInstant(String(item.next_look_at));
      const jobId = String(item.job_id);
      const version = Number(item.version);
      // A row that goes to another group meanwhile may be read in both.
      if (at === null || (looks.get(jobId)?.version ?? 0) > version) continue;
      const { look_mark = '', changed_at, snoozed, muted, resumed } = item;
      looks.set(jobId, {
        at,
        mark: String(look_mark),
        version,
        isOpen: group === OPEN,
        changedAt: parseInstant(String(changed_at)),
        isQuieted: [snoozed, muted, resumed].some((value) => value !== undefined),
      });
    }
  };
  await Promise.all([OPEN, ...SHARDS].map(read));
  return looks;
}
