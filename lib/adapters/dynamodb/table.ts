import { setTimeout as sleep } from 'node:timers/promises';
import type { AttributeValue, WriteRequest } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod';
import { inParallel } from '../../core/in-parallel.ts';
import type { StateStoreUnavailable } from '../../ports/state-store.ts';
import type { OnUnreadable } from '../../ports/unreadable-item.ts';
import { storeFailure } from './failure.ts';
import type { TableIndex } from './indexes.ts';
import type { DynamoOperation, DynamoOperations, DynamoRequests } from './requests.ts';
import { readItem } from './schema.ts';
import { fromAttributes, type Item, toAttributes } from './values.ts';

/** Most keys in one BatchGetItem, and most writes in one BatchWriteItem; DynamoDB's limits. */
const BATCH_GET_KEYS = 100;
const BATCH_WRITES = 25;
const PARALLEL_REQUESTS = 8;
/** Tries of a batch that brought nothing, before it counts as throttled; the waits add up to about 6 seconds. */
const FRUITLESS_TRIES = 7;
const FIRST_WAIT_MS = 50;
/** Items of one table that are reported as unreadable; one cause brings forth many. */
const MAX_REPORTED = 100;

/** One UpdateItem: expressions in DynamoDB's language, with their names (`#n`) and values (`:v`). */
export interface ItemUpdate {
  readonly update: string;
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

/** One table, spoken to in plain items. Every method throws StateStoreUnavailable, and nothing of the SDK's. */
export class DynamoTable {
  readonly name: string;
  readonly #requests: DynamoRequests;
  readonly #where: string;
  readonly #onUnreadable: OnUnreadable;
  readonly #reported = new Set<string>();

  /** `where` is what messages call the place: the endpoint or the region. */
  constructor(requests: DynamoRequests, name: string, where: string, onUnreadable: OnUnreadable) {
    this.#requests = requests;
    this.name = name;
    this.#where = where;
    this.#onUnreadable = onUnreadable;
  }

  /** What an item of this table says; null for one that cannot be read, which is reported. */
  decode<T>(shape: z.ZodType<T>, item: Item): T | null {
    const read = readItem(shape, item);
    if ('value' in read) return read.value;
    this.reportUnreadable(item, read.message);
    return null;
  }

  /** Reports an item that is left out, once while the process lives. */
  reportUnreadable(item: Item, message: string): void {
    const key = [item.job_id, item.at_id ?? item.run_id].filter((part) => part !== undefined).join(' ');
    if (this.#reported.has(key) || this.#reported.size >= MAX_REPORTED) return;
    this.#reported.add(key);
    this.#onUnreadable({ table: this.name, key, message });
  }

  /** The item with this key as it is now (strongly consistent), or null. */
  async get(key: Item): Promise<Item | null> {
    const input = { TableName: this.name, Key: toAttributes(key), ConsistentRead: true };
    const answer = await this.#request('GetItem', input);
    return answer.Item ? fromAttributes(answer.Item) : null;
  }

  /** Puts an item, in place of one with its key. */
  async put(item: Item): Promise<void> {
    await this.#request('PutItem', { TableName: this.name, Item: toAttributes(item) });
  }

  /** Puts an item that must not exist yet; `partition` is the table's first key. False when it does exist. */
  async putNew(item: Item, partition: string): Promise<boolean> {
    return this.#conditional('PutItem', {
      TableName: this.name,
      Item: toAttributes(item),
      ConditionExpression: 'attribute_not_exists(#key)',
      ExpressionAttributeNames: { '#key': partition },
    });
  }

  /** Changes one item. False, with nothing written, when the condition does not hold. */
  async update(key: Item, change: ItemUpdate): Promise<boolean> {
    return this.#conditional('UpdateItem', {
      TableName: this.name,
      Key: toAttributes(key),
      UpdateExpression: change.update,
      ConditionExpression: change.condition,
      ExpressionAttributeNames: { ...change.names },
      ...(Object.keys(change.values).length > 0 && { ExpressionAttributeValues: toAttributes(change.values) }),
    });
  }

  /** The items that exist among these keys (each named once), strongly consistent, in no particular order. */
  async batchGet(keys: readonly Item[]): Promise<readonly Item[]> {
    const found = await inParallel(chunks(keys, BATCH_GET_KEYS), PARALLEL_REQUESTS, (chunk) => this.#getChunk(chunk));
    return found.flat();
  }

  async #getChunk(keys: readonly Item[]): Promise<readonly Item[]> {
    const items: Item[] = [];
    await this.#untilProcessed('BatchGetItem', keys.map(toAttributes), async (open) => {
      const input = { RequestItems: { [this.name]: { Keys: open, ConsistentRead: true } } };
      const answer = await this.#request('BatchGetItem', input);
      items.push(...(answer.Responses?.[this.name] ?? []).map(fromAttributes));
      return answer.UnprocessedKeys?.[this.name]?.Keys ?? [];
    });
    return items;
  }

  /** Deletes the items with these keys, each named once; those that are gone already do no harm. */
  async deleteAll(keys: readonly Item[]): Promise<void> {
    await this.#writeAll(keys.map((key) => ({ DeleteRequest: { Key: toAttributes(key) } })));
  }

  /** Puts these items, each key named once, in place of those with their keys. */
  async putAll(items: readonly Item[]): Promise<void> {
    await this.#writeAll(items.map((item) => ({ PutRequest: { Item: toAttributes(item) } })));
  }

  async #writeAll(writes: readonly WriteRequest[]): Promise<void> {
    await inParallel(chunks(writes, BATCH_WRITES), PARALLEL_REQUESTS, (chunk) =>
      this.#untilProcessed('BatchWriteItem', chunk, async (open) => {
        const answer = await this.#request('BatchWriteItem', { RequestItems: { [this.name]: open } });
        return answer.UnprocessedItems?.[this.name] ?? [];
      }),
    );
  }

  /** The items of one `job_id` whose `sort` key begins with `prefix`, highest sort key first, page by page. */
  async *newest(jobId: string, sort: string, prefix: string, pageSize: number): AsyncGenerator<Item> {
    let start: Record<string, AttributeValue> | undefined;
    do {
      const answer: DynamoOperations['Query']['output'] = await this.#request('Query', {
        TableName: this.name,
        KeyConditionExpression: prefix === '' ? '#job = :job' : '#job = :job AND begins_with(#sort, :prefix)',
        ExpressionAttributeNames: { '#job': 'job_id', ...(prefix !== '' && { '#sort': sort }) },
        ExpressionAttributeValues: toAttributes({ ':job': jobId, ...(prefix !== '' && { ':prefix': prefix }) }),
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: pageSize,
        ExclusiveStartKey: start,
      });
      for (const attributes of answer.Items ?? []) yield fromAttributes(attributes);
      start = answer.LastEvaluatedKey;
    } while (start);
  }

  /**
   * What an index has of the items in one partition, with a sort key up to `upTo` where that is given, as they were a moment
   * ago, page by page.
   */
  async *indexed({ name, keys: [partition, sort] }: TableIndex, value: string, upTo?: string): AsyncGenerator<Item> {
    const isBounded = upTo !== undefined;
    let start: Record<string, AttributeValue> | undefined;
    do {
      const answer: DynamoOperations['Query']['output'] = await this.#request('Query', {
        TableName: this.name,
        IndexName: name,
        KeyConditionExpression: isBounded ? '#partition = :value AND #sort <= :upTo' : '#partition = :value',
        ExpressionAttributeNames: { '#partition': partition, ...(isBounded && { '#sort': sort }) },
        ExpressionAttributeValues: toAttributes({ ':value': value, ...(isBounded && { ':upTo': upTo }) }),
        ExclusiveStartKey: start,
      });
      for (const attributes of answer.Items ?? []) yield fromAttributes(attributes);
      start = answer.LastEvaluatedKey;
    } while (start);
  }

  /** Every item, strongly consistent, in no particular order. */
  async *scan(): AsyncGenerator<Item> {
    for await (const attributes of this.scanAttributes()) yield fromAttributes(attributes);
  }

  /** As `scan`, in DynamoDB's own notation, which holds also what no item should. */
  async *scanAttributes(): AsyncGenerator<Record<string, AttributeValue>> {
    let start: Record<string, AttributeValue> | undefined;
    do {
      const input = { TableName: this.name, ConsistentRead: true, ExclusiveStartKey: start };
      const answer: DynamoOperations['Scan']['output'] = await this.#request('Scan', input);
      yield* answer.Items ?? [];
      start = answer.LastEvaluatedKey;
    } while (start);
  }

  /**
   * Deletes an item that is still as it was read, by its plain values and by how much its lists and maps hold, which
   * every store can compare; `keys` are the names of the table's keys. False when it is not.
   */
  async deleteUnchanged(attributes: Record<string, AttributeValue>, keys: readonly string[]): Promise<boolean> {
    const all = Object.entries(attributes);
    const conditions = all.map(([name, value], at) => {
      const count = value.L?.length ?? (value.M && Object.keys(value.M).length);
      if (count !== undefined) return { name, text: `size(#a${at}) = :a${at}`, value: { N: String(count) } };
      return { name, text: `#a${at} = :a${at}`, value };
    });
    return this.#conditional('DeleteItem', {
      TableName: this.name,
      Key: Object.fromEntries(all.filter(([name]) => keys.includes(name))),
      ConditionExpression: conditions.map(({ text }) => text).join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(conditions.map(({ name }, at) => [`#a${at}`, name])),
      ExpressionAttributeValues: Object.fromEntries(conditions.map(({ value }, at) => [`:a${at}`, value])),
    });
  }

  /** Sends what is open until nothing is; `send` resolves to what the service left unprocessed. */
  async #untilProcessed<T>(
    operation: string,
    all: readonly T[],
    send: (open: T[]) => Promise<readonly T[]>,
  ): Promise<void> {
    let open = [...all];
    let fruitless = 0;
    while (open.length > 0) {
      const left = [...(await send(open))];
      fruitless = left.length < open.length ? 0 : fruitless + 1;
      if (fruitless >= FRUITLESS_TRIES) {
        const cause = Object.assign(new Error(`${left.length} left unprocessed`), { name: 'ThrottlingException' });
        throw this.#failure(operation, cause);
      }
      // Half of each wait is random, so that checkers that were throttled together do not come back together.
      if (left.length > 0) await sleep(FIRST_WAIT_MS * 2 ** fruitless * (0.5 + Math.random() / 2));
      open = left;
    }
  }

  async #conditional<O extends 'PutItem' | 'UpdateItem' | 'DeleteItem'>(
    operation: O,
    input: DynamoOperations[O]['input'],
  ): Promise<boolean> {
    try {
      await this.#requests.send(operation, input);
      return true;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false;
      throw this.#failure(operation, error);
    }
  }

  async #request<O extends DynamoOperation>(
    operation: O,
    input: DynamoOperations[O]['input'],
  ): Promise<DynamoOperations[O]['output']> {
    try {
      return await this.#requests.send(operation, input);
    } catch (error) {
      throw this.#failure(operation, error);
    }
  }

  #failure(operation: string, error: unknown): StateStoreUnavailable {
    return storeFailure(error, { operation, table: this.name, where: this.#where });
  }
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}
