import type { PlannedLook } from '../../core/decision/row.ts';
import { type Instant, parseInstant } from '../../core/instant.ts';
import type { DynamoTable } from './table.ts';

/** The index of bk-state that holds the rows with a `next_look_at`, and no others, by that instant. */
export const LOOK_INDEX = 'looks';
export const LOOK_INDEX_KEYS = ['look_shard', 'next_look_at'] as const;
/** What an entry has beside the keys. */
export const LOOK_INDEX_MORE = ['look_mark'] as const;

/** A partition takes a thousand writes a second: a hundred thousand jobs that end the night together need more than one. */
const SHARDS = ['0', '1', '2', '3'] as const;

/** An instant as the index sorts it: always with its milliseconds, since `08:00:00.5Z` sorts before `08:00:00Z`. */
export function lookText(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** The part of the index that a job's entry is in. */
export function lookShard(jobId: string): string {
  let sum = 0;
  for (let index = 0; index < jobId.length; index += 1) sum = (sum * 31 + jobId.charCodeAt(index)) >>> 0;
  return SHARDS[sum % SHARDS.length] ?? '0';
}

/**
 * The jobs whose next look is at `until` or before, and when; of all jobs with `until` null. Null where the table has
 * no such index, as one that an earlier version created. Throws StateStoreUnavailable.
 */
export async function readLooks(
  table: DynamoTable,
  until: Instant | null,
): Promise<ReadonlyMap<string, PlannedLook> | null> {
  const looks = new Map<string, PlannedLook>();
  const upTo = until === null ? null : lookText(until);
  const read = async (shard: string) => {
    const items = await table.indexed(LOOK_INDEX, LOOK_INDEX_KEYS, shard, upTo);
    for (const { job_id, next_look_at, look_mark = '' } of items ?? []) {
      const at = parseInstant(String(next_look_at));
      if (at !== null) looks.set(String(job_id), { at, mark: String(look_mark) });
    }
    return items !== null;
  };
  const areThere = await Promise.all(SHARDS.map(read));
  return areThere.every((isThere) => isThere) ? looks : null;
}
