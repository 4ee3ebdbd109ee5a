import { z } from 'zod';
import type { JobRow, OutboxEntry } from '../core/decision/row.ts';
import { formatInstant } from '../core/instant.ts';
import type { LastPass, RowsRead, StateStore, UnusableRow } from '../ports/state-store.ts';
import { outboxAttribute } from './dynamodb-outbox.ts';
import { changedAttributes, rowAttributes, storedRow } from './dynamodb-row.ts';
import { instant, readItem, SCHEMA } from './dynamodb-schema.ts';
import type { DynamoTable, ItemUpdate } from './dynamodb-table.ts';
import type { Item, Plain } from './dynamodb-values.ts';

/** The item that holds the last pass. Job ids never begin with `#`. */
const SENTINEL_ITEM: Item = { job_id: '#sentinel' };

const storedPass = z
  .object({
    last_pass: z.object({
      at: instant,
      duration_ms: z.number(),
      configured: z.number(),
      judged: z.number(),
      unknown: z.number(),
      rules_version: z.string(),
    }),
  })
  .transform(
    ({ last_pass }): LastPass => ({
      at: last_pass.at,
      durationMs: last_pass.duration_ms,
      configured: last_pass.configured,
      judged: last_pass.judged,
      unknown: last_pass.unknown,
      rulesVersion: last_pass.rules_version,
    }),
  );

/** bk-state in DynamoDB, or in whatever speaks its protocol. */
export class DynamoStateStore implements StateStore {
  private readonly table: DynamoTable;
  private readonly release: () => Promise<void>;

  /** `release` is called by `close`. */
  constructor(table: DynamoTable, release: () => Promise<void>) {
    this.table = table;
    this.release = release;
  }

  async read(jobIds: readonly string[]): Promise<RowsRead> {
    // DynamoDB refuses a batch that names a key twice.
    const keys = [...new Set(jobIds)].map((jobId) => ({ job_id: jobId }));
    return rowsRead(await this.table.batchGet(keys));
  }

  async readAll(): Promise<RowsRead> {
    const items: Item[] = [];
    for await (const item of this.table.scan()) {
      if (!String(item.job_id).startsWith('#')) items.push(item);
    }
    return rowsRead(items);
  }

  async write(before: JobRow, after: JobRow, entry: OutboxEntry | null): Promise<boolean> {
    const version = before.version + 1;
    if (entry && entry.key !== version) {
      throw new Error(`outbox entry of ${before.jobId} has key ${entry.key}, and the row becomes version ${version}`);
    }
    if (before.version > 0) return this.table.update({ job_id: before.jobId }, rowUpdate(before, after, entry));
    const outbox: Plain = entry ? { [entry.key]: outboxAttribute(entry) } : {};
    const item = { job_id: before.jobId, schema: SCHEMA, version, ...rowAttributes(after), outbox };
    return this.table.putNew(item, 'job_id');
  }

  async removeFromOutbox(jobId: string, key: number): Promise<void> {
    await this.table.update(
      { job_id: jobId },
      {
        update: 'REMOVE #outbox.#key',
        condition: 'attribute_exists(#outbox.#key) AND #schema <= :schema',
        names: { '#outbox': 'outbox', '#key': String(key), '#schema': 'schema' },
        values: { ':schema': SCHEMA },
      },
    );
  }

  async readLastPass(): Promise<LastPass | null> {
    const item = await this.table.get(SENTINEL_ITEM);
    const read = item && readItem(storedPass, item);
    return read && 'value' in read ? read.value : null;
  }

  async writeLastPass(pass: LastPass): Promise<boolean> {
    const lastPass: Plain = {
      at: formatInstant(pass.at),
      duration_ms: pass.durationMs,
      configured: pass.configured,
      judged: pass.judged,
      unknown: pass.unknown,
      rules_version: pass.rulesVersion,
    };
    return this.table.update(SENTINEL_ITEM, {
      update: 'SET #pass = :pass, #schema = :schema',
      condition: 'attribute_not_exists(#schema) OR #schema <= :schema',
      names: { '#pass': 'last_pass', '#schema': 'schema' },
      values: { ':pass': lastPass, ':schema': SCHEMA },
    });
  }

  async close(): Promise<void> {
    await this.release();
  }
}

function rowsRead(items: readonly Item[]): RowsRead {
  const rows = new Map<string, JobRow>();
  const unusable: UnusableRow[] = [];
  for (const item of items) {
    const jobId = String(item.job_id);
    const read = readItem(storedRow, item);
    if ('value' in read) rows.set(jobId, read.value);
    else unusable.push({ jobId, why: read.why });
  }
  return { rows, unusable };
}

/** Sets only what differs: an entry that somebody takes out of the outbox meanwhile stays out. */
function rowUpdate(before: JobRow, after: JobRow, entry: OutboxEntry | null): ItemUpdate {
  const { set, remove } = changedAttributes(rowAttributes(before), rowAttributes(after));
  const names: Record<string, string> = { '#version': 'version', '#schema': 'schema' };
  const values: Record<string, Plain> = {
    ':read': before.version,
    ':version': before.version + 1,
    ':schema': SCHEMA,
  };
  const sets = ['#version = :version', '#schema = :schema'];
  for (const [name, value] of Object.entries(set)) {
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
  for (const name of remove) names[`#${name}`] = name;
  const removes = remove.map((name) => `#${name}`);
  return {
    update: `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
    condition: '#version = :read AND #schema <= :schema',
    names,
    values,
  };
}
