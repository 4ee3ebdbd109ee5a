import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoStores } from '../../../lib/adapters/dynamodb/create-stores.ts';
import type { DynamoRequests } from '../../../lib/adapters/dynamodb/requests.ts';
import { sdkRequests } from '../../../lib/adapters/dynamodb/sdk-requests.ts';
import { DynamoTable } from '../../../lib/adapters/dynamodb/table.ts';
import { type DynamoTables, type TableNames, tableNames, tablesOver } from '../../../lib/adapters/dynamodb/tables.ts';
import { type Item, type Plain, toAttributes } from '../../../lib/adapters/dynamodb/values.ts';
import { EmbeddedConnection } from '../../../lib/adapters/embedded/connection.ts';
import { embeddedRequests } from '../../../lib/adapters/embedded/requests.ts';
import { openEmbeddedStore } from '../../../lib/adapters/embedded/store.ts';
import type { SentinelStores } from '../../../lib/ports/stores.ts';
import type { OnUnreadable, UnreadableItem } from '../../../lib/ports/unreadable-item.ts';
import { createTables } from './create-tables.ts';

type Table = keyof TableNames;

/** Empty stores, and raw access to their tables. */
export interface DynamoSetting {
  readonly stores: SentinelStores;
  readonly tables: DynamoTables;
  /** What the stores reported that they cannot read. */
  readonly unreadable: readonly UnreadableItem[];
  putItem(table: Table, item: Readonly<Record<string, unknown>>): Promise<void>;
  getItem(table: Table, key: Item): Promise<Item | null>;
  close(): Promise<void>;
}

export type OpenSetting = (now?: () => number) => Promise<DynamoSetting>;

const ENDPOINT = process.env.SENTINEL_TEST_DYNAMODB;

/** What the adapters are tried on: the embedded store, and the endpoint in SENTINEL_TEST_DYNAMODB where one is given. */
export const SETTINGS: readonly (readonly [string, OpenSetting])[] = [
  ['the embedded store', openEmbedded],
  ...(ENDPOINT ? [[`DynamoDB at ${ENDPOINT}`, openEndpoint(ENDPOINT)] as const] : []),
];

export async function openEmbedded(now?: () => number): Promise<DynamoSetting> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  const unreadable: UnreadableItem[] = [];
  const onUnreadable: OnUnreadable = (item) => unreadable.push(item);
  const stores = await openEmbeddedStore(folder, { onUnreadable, ...(now && { now }) });
  const names = tableNames('bk');
  const connection = new EmbeddedConnection(folder, names);
  return {
    ...rawAccess(embeddedRequests(connection), names),
    stores,
    unreadable,
    close: async () => {
      await connection.close();
      await stores.close();
      await rm(folder, { recursive: true });
    },
  };
}

export function openEndpoint(endpoint: string): OpenSetting {
  return async (now) => {
    const client = new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const prefix = `t${randomBytes(6).toString('hex')}`;
    const names = tableNames(prefix);
    const unreadable: UnreadableItem[] = [];
    const onUnreadable: OnUnreadable = (item) => unreadable.push(item);
    await createTables(client, names);
    return {
      ...rawAccess(sdkRequests(client), names),
      stores: createDynamoStores({ prefix, endpoint, client, onUnreadable, ...(now && { now }) }),
      unreadable,
      close: async () => {
        for (const name of Object.values(names)) await client.send(new DeleteTableCommand({ TableName: name }));
        client.destroy();
      },
    };
  };
}

function rawAccess(requests: DynamoRequests, names: TableNames): Pick<DynamoSetting, 'tables' | 'putItem' | 'getItem'> {
  const prefix = names.state.replace(/-state$/, '');
  return {
    tables: tablesOver(requests, { prefix, where: 'the test', onUnreadable: () => {}, close: async () => {} }),
    putItem: async (table, item) => {
      const Item = toAttributes(item as Record<string, Plain>);
      await requests.send('PutItem', { TableName: names[table], Item });
    },
    getItem: (table, key) => new DynamoTable(requests, names[table], 'the test', () => {}).get(key),
  };
}
