import type { DynamoTables } from '../../lib/adapters/dynamodb/tables.ts';
import type { OnUnreadable } from '../../lib/ports/unreadable-item.ts';
import type { StateAddress } from './open-stores.ts';

/** What cannot be read is what the caller looks for. */
const onUnreadable: OnUnreadable = () => {};

/** The tables of the state; null where there is none in the folder. Throws StateStoreUnavailable. Close them. */
export async function openTables(address: StateAddress): Promise<DynamoTables | null> {
  if (address.kind === 'folder') {
    const { hasStore } = await import('../../lib/adapters/embedded/folder.ts');
    const { openEmbeddedTables } = await import('../../lib/adapters/embedded/store.ts');
    return (await hasStore(address.folder)) ? (await openEmbeddedTables(address.folder, onUnreadable)).tables : null;
  }
  const { createDynamoTables } = await import('../../lib/adapters/dynamodb/create-tables.ts');
  const { prefix, endpoint } = address;
  return createDynamoTables({ prefix, onUnreadable, ...(endpoint === null ? {} : { endpoint }) });
}
