import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { UnreadableRow, UnreadableRows } from '../../ports/unreadable-rows.ts';
import { isNewer } from './schema.ts';
import { STORED_KINDS } from './stored-kinds.ts';
import type { DynamoTables, TableNames } from './tables.ts';
import { fromAttributes, type Item } from './values.ts';

type Attributes = Record<string, AttributeValue>;

/** The names of each table's keys. */
const KEYS: Readonly<Record<keyof TableNames, readonly string[]>> = {
  state: ['job_id'],
  audit: ['job_id', 'at_id'],
  evidence: ['job_id', 'run_id'],
};

/** The rows that cannot be read, in DynamoDB or in whatever speaks its protocol. */
export class DynamoUnreadableRows implements UnreadableRows {
  readonly #tables: DynamoTables;

  constructor(tables: DynamoTables) {
    this.#tables = tables;
  }

  async find(): Promise<readonly UnreadableRow[]> {
    const rows: UnreadableRow[] = [];
    for (const table of ['state', 'audit', 'evidence'] as const) {
      for await (const attributes of this.#tables[table].scanAttributes()) {
        const row = this.#rowOf(table, attributes);
        if (row !== null) rows.push(row);
      }
    }
    return rows.toSorted((a, b) => a.table.localeCompare(b.table) || (a.key < b.key ? -1 : 1));
  }

  takeOut({ table: name, attributes }: UnreadableRow): Promise<boolean> {
    const table = (['state', 'audit', 'evidence'] as const).find((each) => this.#tables[each].name === name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return this.#tables[table].deleteUnchanged(attributes as Attributes, KEYS[table]);
  }

  #rowOf(table: keyof TableNames, attributes: Attributes): UnreadableRow | null {
    const item = fromAttributes(attributes);
    const partition = String(item.job_id);
    const sort = String(item.at_id ?? item.run_id ?? '');
    const kind = STORED_KINDS.find((each) => each.table === table && each.holds(partition, sort));
    const message = kind?.problemOf(item) ?? null;
    if (kind === undefined || message === null) return null;
    return {
      table: this.#tables[table].name,
      key: keyText(item),
      jobId: partition.startsWith('#') ? null : partition,
      kind: kind.name,
      message,
      loss: kind.loss,
      isNewer: isNewer(item),
      attributes,
    };
  }
}

function keyText(item: Item): string {
  return [item.job_id, item.at_id ?? item.run_id].filter((part) => part !== undefined).join(' ');
}
