import { DAY_S, type Instant, SECOND_MS } from '../../core/instant.ts';
import { RECORD_KEPT_MS } from '../../core/record/chain-link.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';
import type { Item } from './values.ts';

/** How long the rows of bk-audit and bk-evidence are kept, but for those of the record. */
const KEPT_S = 400 * DAY_S;

/** The value of `expires_at` for something that happened at `at`: seconds since 1970, as DynamoDB's TTL takes it. */
export function expiryOf(at: Instant): number {
  return Math.floor(at / SECOND_MS) + KEPT_S;
}

/** The same for a row of the record. */
export function recordExpiryOf(at: Instant): number {
  return Math.floor((at + RECORD_KEPT_MS) / SECOND_MS);
}

/** True when the item's time is over. TTL deletes days late, so every reader asks this itself. */
export function isExpired(item: Item, now: Instant): boolean {
  const expiry = item[EXPIRY_ATTRIBUTE];
  return typeof expiry === 'number' && expiry * SECOND_MS <= now;
}

/** Deletes the items whose time is over; `keys` are the names of the table's keys. Resolves to how many. */
export async function pruneExpired(table: DynamoTable, keys: readonly string[], now: Instant): Promise<number> {
  const expired: Item[] = [];
  for await (const item of table.scan()) {
    if (isExpired(item, now)) expired.push(Object.fromEntries(keys.map((key) => [key, item[key] ?? null])));
  }
  await table.deleteAll(expired);
  return expired.length;
}
