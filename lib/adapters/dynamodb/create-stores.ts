import type { Instant } from '../../core/instant.ts';
import type { SentinelStores } from '../../ports/stores.ts';
import { createDynamoTables, type DynamoTableOptions } from './create-tables.ts';
import { storesIn } from './stores.ts';

export interface DynamoStoreOptions extends DynamoTableOptions {
  /** Which rows of the audit and heartbeat logs are too old; the system's clock unless given. */
  readonly now?: () => Instant;
}

/** Opens all stores; nothing is sent yet, so a table that is missing shows at the first request. */
export function createDynamoStores({ now = Date.now, ...options }: DynamoStoreOptions): SentinelStores {
  return storesIn(createDynamoTables(options), now);
}
