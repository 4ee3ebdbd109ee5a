import type { Instant } from '../../core/instant.ts';
import type { JobRow, OutboxEntry } from '../../core/model/job-row.ts';
import type {
  LastPass,
  ListedRow,
  RowsRead,
  SliceCounts,
  SlicedPass,
  StateStore,
  UnusableRow,
} from '../../ports/state-store.ts';
import { LOOKS_INDEX } from './indexes.ts';
import { ALWAYS, lookAttributes, OPEN, readLooks } from './look-index.ts';
import { outboxAttribute } from './outbox.ts';
import { lastPassAttribute, sliceAttribute, slicedPassAttribute, storedPass, storedSlicedPass } from './pass.ts';
import { changedAttributes, rowAttributes } from './row-attributes.ts';
import { readItem, SCHEMA } from './schema.ts';
import { storedRow } from './stored-row.ts';
import type { DynamoTable, ItemUpdate } from './table.ts';
import type { Item, Plain } from './values.ts';

/** The item that holds the last pass. Job ids never begin with `#`. */
const SENTINEL_ITEM: Item = { job_id: '#sentinel' };

const NOT_NEWER = '(attribute_not_exists(#schema) OR #schema <= :schema)';

/** bk-state in DynamoDB, or in whatever speaks its protocol. */
export class DynamoStateStore implements StateStore {
  readonly #table: DynamoTable;
  readonly #release: () => Promise<void>;

  /** `release` is called by `close`. */
  constructor(table: DynamoTable, release: () => Promise<void>) {
    this.#table = table;
    this.#release = release;
  }

  async read(jobIds: readonly string[]): Promise<RowsRead> {
    // DynamoDB refuses a batch that names a key twice.
    const keys = [...new Set(jobIds)].map((jobId) => ({ job_id: jobId }));
    return rowsRead(await this.#table.batchGet(keys));
  }

  async readAll(): Promise<RowsRead> {
    const items: Item[] = [];
    for await (const item of this.#table.scan()) {
      if (!String(item.job_id).startsWith('#')) items.push(item);
    }
    return rowsRead(items);
  }

  async openIds(): Promise<readonly string[]> {
    const ids: string[] = [];
    for await (const { job_id } of this.#table.indexed(LOOKS_INDEX, OPEN)) ids.push(String(job_id));
    return ids;
  }

  readLooks(until: Instant | null): Promise<ReadonlyMap<string, ListedRow>> {
    return readLooks(this.#table, until);
  }

  async markOpen(jobId: string): Promise<void> {
    await this.#table.update(
      { job_id: jobId },
      {
        update: 'SET #group = :group, #next = :next',
        condition: '#schema <= :schema',
        names: { '#group': LOOKS_INDEX.keys[0], '#next': LOOKS_INDEX.keys[1], '#schema': 'schema' },
        values: { ':group': OPEN, ':next': ALWAYS, ':schema': SCHEMA },
      },
    );
  }

  async write(before: JobRow, after: JobRow, entry: OutboxEntry | null): Promise<boolean> {
    const version = before.version + 1;
    if (entry && entry.key !== version) {
      throw new Error(`outbox entry of ${before.jobId} has key ${entry.key}, and the row becomes version ${version}`);
    }
    if (before.version > 0) return this.#table.update({ job_id: before.jobId }, rowUpdate(before, after, entry));
    const outbox: Plain = entry ? { [entry.key]: outboxAttribute(entry) } : {};
    const item = {
      job_id: before.jobId,
      schema: SCHEMA,
      version,
      ...rowAttributes(after),
      ...lookAttributes(before, after, entry),
      outbox,
    };
    return this.#table.putNew(item, 'job_id');
  }

  async removeFromOutbox(jobId: string, key: number): Promise<void> {
    await this.#table.update(
      { job_id: jobId },
      {
        update: 'REMOVE #outbox.#key',
        condition: 'attribute_exists(#outbox.#key) AND #schema <= :schema',
        names: { '#outbox': 'outbox', '#key': String(key), '#schema': 'schema' },
        values: { ':schema': SCHEMA },
      },
    );
  }

  async noteHandled(jobId: string, seq: number): Promise<void> {
    await this.#table.update(
      { job_id: jobId },
      {
        update: 'SET #handled = :seq',
        condition: '#schema <= :schema AND (attribute_not_exists(#handled) OR #handled < :seq)',
        names: { '#handled': 'handled_seq', '#schema': 'schema' },
        values: { ':seq': seq, ':schema': SCHEMA },
      },
    );
  }

  async readLastPass(): Promise<LastPass | null> {
    const item = await this.#table.get(SENTINEL_ITEM);
    return item && this.#table.decode(storedPass, item);
  }

  async writeLastPass(pass: LastPass): Promise<boolean> {
    return this.#setOnSentinel('last_pass', lastPassAttribute(pass), NOT_NEWER, {});
  }

  async finishPass(pass: LastPass): Promise<boolean> {
    const condition = `${NOT_NEWER} AND (attribute_not_exists(#set.#id) OR #set.#id <> :id)`;
    return this.#setOnSentinel('last_pass', lastPassAttribute(pass), condition, { ':id': pass.id });
  }

  async readSlicedPass(): Promise<SlicedPass | null> {
    const item = await this.#table.get(SENTINEL_ITEM);
    return item && this.#table.decode(storedSlicedPass, item);
  }

  async beginSlicedPass(pass: SlicedPass): Promise<boolean> {
    // The ids are instants, so that the later one sorts last.
    const condition = `${NOT_NEWER} AND (attribute_not_exists(#set.#id) OR #set.#id < :id)`;
    return this.#setOnSentinel('sliced_pass', slicedPassAttribute(pass), condition, { ':id': pass.id });
  }

  async endSlice(passId: string, index: number, counts: SliceCounts): Promise<boolean> {
    return this.#table.update(SENTINEL_ITEM, {
      update: 'SET #pass.#slices.#index = :counts',
      condition: '#schema <= :schema AND #pass.#id = :id AND attribute_not_exists(#pass.#slices.#index)',
      names: { '#pass': 'sliced_pass', '#slices': 'slices', '#index': String(index), '#id': 'id', '#schema': 'schema' },
      values: { ':counts': sliceAttribute(counts), ':id': passId, ':schema': SCHEMA },
    });
  }

  async close(): Promise<void> {
    await this.#release();
  }

  #setOnSentinel(name: string, value: Plain, condition: string, values: Item): Promise<boolean> {
    return this.#table.update(SENTINEL_ITEM, {
      update: 'SET #set = :set, #schema = :schema',
      condition,
      names: { '#set': name, '#schema': 'schema', ...(condition.includes('#id') && { '#id': 'id' }) },
      values: { ':set': value, ':schema': SCHEMA, ...values },
    });
  }
}

function rowsRead(items: readonly Item[]): RowsRead {
  const rows = new Map<string, JobRow>();
  const unusable: UnusableRow[] = [];
  for (const item of items) {
    const jobId = String(item.job_id);
    const read = readItem(storedRow, item);
    if ('value' in read) rows.set(jobId, read.value);
    else unusable.push({ jobId, message: read.message });
  }
  return { rows, unusable };
}

/** Sets only what differs: an entry that someone takes out of the outbox meanwhile stays out. */
function rowUpdate(before: JobRow, after: JobRow, entry: OutboxEntry | null): ItemUpdate {
  const { set, remove } = changedAttributes(rowAttributes(before), rowAttributes(after));
  const looks = lookAttributes(before, after, entry);
  const names: Record<string, string> = { '#version': 'version', '#schema': 'schema' };
  const values: Record<string, Plain> = {
    ':read': before.version,
    ':version': before.version + 1,
    ':schema': SCHEMA,
  };
  const sets = ['#version = :version', '#schema = :schema'];
  for (const [name, value] of Object.entries({ ...set, ...looks })) {
    names[`#${name}`] = name;
    values[`:${name}`] = value;
    sets.push(`#${name} = :${name}`);
  }
  if (entry) {
    names['#outbox'] = 'outbox';
    names['#key'] = String(entry.key);
    values[':entry'] = outboxAttribute(entry);
    sets.push('#outbox.#key = :entry');
  }
  // Whether the stored row has them is not known: they are no part of what is read.
  const gone = [...remove, ...LOOKS_INDEX.keys.filter((name) => !(name in looks))];
  for (const name of gone) names[`#${name}`] = name;
  const removes = gone.map((name) => `#${name}`);
  return {
    update: `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
    condition: '#version = :read AND #schema <= :schema',
    names,
    values,
  };
}
