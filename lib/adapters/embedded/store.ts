import { resolve } from 'node:path';
import type { Instant } from '../../core/instant.ts';
import type { ChangedRows, RowChanges } from '../../ports/row-changes.ts';
import type { SentinelStores } from '../../ports/stores.ts';
import { type OnUnreadable, warnOfUnreadable } from '../../ports/unreadable-item.ts';
import { storesIn } from '../dynamodb/stores.ts';
import { type DynamoTables, tableNames, tablesOver } from '../dynamodb/tables.ts';
import { EmbeddedConnection } from './connection.ts';
import { CHANGES_OPERATION } from './engine.ts';
import { hasStore } from './folder.ts';
import { embeddedRequests } from './requests.ts';

/** The stores of a single machine: the same adapters as on AWS, over a database in the state folder. */
export interface EmbeddedStore extends SentinelStores {
  /** Whether this process has the database open, or asks the one that has; it changes when that one goes. */
  role(): 'holder' | 'guest';
  /** Throws StateFolderReplaced when the folder was replaced or removed under this process. */
  verifyFolder(): Promise<void>;
  readonly rowChanges: RowChanges;
}

export interface EmbeddedStoreOptions {
  /** False: when there is no store in the folder, nothing is made and the answer is null. */
  readonly create?: boolean;
  /** Which rows of the audit and heartbeat logs are too old; the system's clock unless given. */
  readonly now?: () => Instant;
  /** Is given what the tables hold and cannot be read; a warning of the process unless given. */
  readonly onUnreadable?: OnUnreadable;
}

const PREFIX = 'bk';

/**
 * Opens the store in a state folder, alone or together with other processes of the same user.
 * Throws StateStoreUnavailable, which says what is wrong with the folder and what to do; nothing is repaired or
 * deleted. Close it: the process that has the database open should hand it over in order.
 */
export async function openEmbeddedStore(
  folder: string,
  options?: EmbeddedStoreOptions & { readonly create?: true },
): Promise<EmbeddedStore>;
export async function openEmbeddedStore(folder: string, options: EmbeddedStoreOptions): Promise<EmbeddedStore | null>;
export async function openEmbeddedStore(
  folder: string,
  options: EmbeddedStoreOptions = {},
): Promise<EmbeddedStore | null> {
  if (options.create === false && !(await hasStore(folder))) return null;
  const { tables, connection } = await openEmbeddedTables(folder, options.onUnreadable);
  const stores = storesIn(tables, options.now ?? Date.now);
  return {
    ...stores,
    role: () => connection.role(),
    verifyFolder: () => connection.verifyFolder(),
    rowChanges: { since: (point) => changesSince(connection, point) },
  };
}

/** A process of an earlier version that has the database open does not know the operation. */
async function changesSince(connection: EmbeddedConnection, point: string | null): Promise<ChangedRows> {
  const { status, output } = await connection.send(CHANGES_OPERATION, { point });
  return status === 200 ? (output as ChangedRows) : { point: null, jobIds: null };
}

/** The tables of a state folder. Throws StateStoreUnavailable, as `openEmbeddedStore` does. Close them. */
export async function openEmbeddedTables(
  folder: string,
  onUnreadable: OnUnreadable = warnOfUnreadable,
): Promise<{ readonly tables: DynamoTables; readonly connection: EmbeddedConnection }> {
  const connection = new EmbeddedConnection(resolve(folder), tableNames(PREFIX));
  await connection.open();
  const close = () => connection.close();
  const tables = tablesOver(embeddedRequests(connection), { prefix: PREFIX, where: folder, onUnreadable, close });
  return { tables, connection };
}
