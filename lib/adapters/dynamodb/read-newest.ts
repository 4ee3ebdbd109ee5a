import type * as z from 'zod';
import type { Instant } from '../../core/instant.ts';
import { isExpired } from './expiry.ts';
import type { DynamoTable } from './table.ts';

/** Items of a page where there is no limit. */
const PAGE = 200;

/** Where items are: the `job_id`, the name of the sort key, and how it begins. */
type Range = readonly [jobId: string, sort: string, prefix: string];

interface ReadOptions {
  readonly limit?: number;
  /** Items whose time is over by now are left out; left out itself where items have none. */
  readonly now?: Instant;
}

/** What the items of a range say, the newest first. One that cannot be read is reported and left out. */
export async function readNewest<T>(
  table: DynamoTable,
  shape: z.ZodType<T>,
  [jobId, sort, prefix]: Range,
  { limit = Number.POSITIVE_INFINITY, now }: ReadOptions = {},
): Promise<T[]> {
  const found: T[] = [];
  if (limit < 1) return found;
  for await (const item of table.newest(jobId, sort, prefix, Number.isFinite(limit) ? limit : PAGE)) {
    if (now !== undefined && isExpired(item, now)) continue;
    const read = table.decode(shape, item);
    if (read !== null) found.push(read);
    if (found.length === limit) break;
  }
  return found;
}
