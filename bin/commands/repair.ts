import { mkdir, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DynamoAuditLog } from '../../lib/adapters/dynamodb/audit-log.ts';
import { DynamoUnreadableRows } from '../../lib/adapters/dynamodb/unreadable-rows.ts';
import { noteSetAside } from '../../lib/app/admin/note-set-aside.ts';
import { formatInstant, type Instant } from '../../lib/core/instant.ts';
import type { UnreadableRow } from '../../lib/ports/unreadable-rows.ts';
import { complain } from '../print/complain.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';
import { type StateAddress, stateAddressOf } from '../wiring/open-stores.ts';
import { openTables } from '../wiring/open-tables.ts';
import { whoRunsThis } from '../wiring/who-runs-this.ts';
import type { CommonOptions } from './common-options.ts';

/** The folder for rows that were taken out, in the state folder. */
const SET_ASIDE = 'set-aside';

interface RepairOptions extends CommonOptions {
  readonly export?: string;
  readonly apply?: boolean;
}

/**
 * `sentinel repair`: shows the rows that cannot be read, writes them into a file with --export, and takes them out of
 * the store with --apply, when they are in the file. Exit status 0 when none is left, else 1.
 */
export async function repairCommand(options: RepairOptions): Promise<number> {
  const address = stateAddressOf(options.state);
  const now = Date.now();
  const tables = await openTables(address);
  if (tables === null) throw new UsageError(`there is no state in ${options.state}; name its place with --state`);
  try {
    const unreadable = new DynamoUnreadableRows(tables);
    const rows = await unreadable.find();
    const takeable = options.apply === true ? rows.filter((row) => !row.isNewer) : [];
    const file = rows.length === 0 ? null : fileOf(options, takeable.length, address, now);
    if (file !== null) await exportRows(file, rows, now);
    const taken: UnreadableRow[] = [];
    for (const row of takeable) {
      if (!(await unreadable.takeOut(row))) continue;
      taken.push(row);
      await noteSetAside(
        row,
        { at: now, by: whoRunsThis(), file: file ?? '' },
        new DynamoAuditLog(tables.audit, Date.now),
      );
    }
    print(options, rows, taken, file);
    return rows.length === taken.length ? 0 : 1;
  } finally {
    await tables.close();
  }
}

/** Where the rows are written to: what is taken out has to be somewhere. */
function fileOf(
  { export: file }: RepairOptions,
  toTakeOut: number,
  address: StateAddress,
  now: Instant,
): string | null {
  if (file !== undefined || toTakeOut === 0) return file ?? null;
  if (address.kind === 'dynamodb')
    throw new UsageError('--apply takes rows out of the tables; name a file for them with --export');
  return join(address.folder, SET_ASIDE, `${formatInstant(now).replaceAll(':', '')}.json`);
}

async function exportRows(file: string, rows: readonly UnreadableRow[], now: Instant): Promise<void> {
  const content = {
    exported_at: formatInstant(now),
    rows: rows.map(({ attributes, ...row }) => ({ ...rowJson(row), item: attributes })),
  };
  try {
    if (basename(dirname(file)) === SET_ASIDE) await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(content, bytesAsText, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const remedy = code === 'EEXIST' ? 'it is there already' : `it cannot be written (${code})`;
    throw new UsageError(`--export ${file}: ${remedy}; name another file. Nothing was taken out`);
  }
}

function bytesAsText(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

function rowJson({ table, key, kind, message, loss, isNewer }: Omit<UnreadableRow, 'attributes'>) {
  return { table, key, kind, problem: message, loss, newer: isNewer };
}

function print(
  options: RepairOptions,
  rows: readonly UnreadableRow[],
  taken: readonly UnreadableRow[],
  file: string | null,
): void {
  if (options.json) {
    const json = { rows: rows.map((row) => ({ ...rowJson(row), taken_out: taken.includes(row) })), file };
    printJson(json);
    return;
  }
  if (rows.length === 0) {
    if (!options.quiet) printText('every row can be read\n');
    return;
  }
  for (const row of rows) printText(`${rowLines(row, options.apply === true, taken.includes(row))}\n`);
  if (file !== null) complain(`sentinel: ${count(rows.length)} written to ${file}; keep that file until all is well`);
  if (options.apply === true) return;
  if (rows.some(({ isNewer }) => !isNewer))
    complain('sentinel: nothing was changed; `sentinel repair --apply` takes these rows out');
}

function rowLines(row: UnreadableRow, isApplied: boolean, isTaken: boolean): string {
  const { table, key, kind, message, loss, isNewer } = row;
  const outcome = isNewer
    ? 'it stays: a newer version of the sentinel can read it'
    : isTaken
      ? `taken out: ${loss}`
      : isApplied
        ? 'it stays: it was changed meanwhile; run this again'
        : `without it: ${loss}`;
  return printable(`${table} ${key}: ${kind}`).concat(`\n  ${printable(message)}\n  ${outcome}`);
}

function count(rows: number): string {
  return rows === 1 ? 'one row was' : `${rows} rows were`;
}
