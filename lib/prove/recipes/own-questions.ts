import { Readable } from 'node:stream';
import type { Assertion } from '../../core/model/proof.ts';
import type { CommandWords } from '../../runner/settings/run-settings.ts';
import { ProofEnd } from '../proof-end.ts';
import type { Restoring } from '../restoring.ts';

const MAX_NAMED = 3;

/** A table that a dump names, quoted as in SQL. */
export interface DumpedTable {
  readonly name: string;
  /** Null for the one that is asked. */
  readonly database: string | null;
}

/** Every table that the dump names is there and can be counted, and there are rows. */
export async function tableQuestions(
  r: Restoring,
  tables: readonly DumpedTable[],
  clientOf: (database: string | null) => CommandWords,
): Promise<readonly Assertion[]> {
  const { emptyIsFine } = r.current.settings.asked;
  const missing: string[] = [];
  let rows = 0;
  for (const database of new Set(tables.map((table) => table.database))) {
    const names = tables.filter((table) => table.database === database).map(({ name }) => name);
    const counts = await countAll(r, names, clientOf(database));
    for (const [index, name] of names.entries()) {
      const count = counts.get(index);
      if (count === undefined) missing.push(name);
      else rows += count;
    }
  }
  const all = tables.length.toLocaleString('en-US');
  const found = missing.length === 0 ? all : `${tables.length - missing.length} of ${all}; not ${named(missing)}`;
  const there = {
    asked: 'tables of the dump that can be read',
    wanted: tables.length === 0 ? 'at least 1' : all,
    found: tables.length === 0 ? 'it names none' : found,
    holds: missing.length === 0 && (tables.length > 0 || emptyIsFine),
  };
  const filled = {
    asked: 'rows in all of them',
    wanted: 'at least 1',
    found: rows.toLocaleString('en-US'),
    holds: rows > 0,
  };
  return emptyIsFine || tables.length === 0 ? [there] : [there, filled];
}

/** Counts the rows of each table, by its index, with one call of the client; what cannot be counted is not among them. */
async function countAll(
  r: Restoring,
  tables: readonly string[],
  client: CommandWords,
): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  let rest = '';
  const queries = tables.map((table, index) => `SELECT '@${index}', count(*) FROM ${table};\n`);
  await r.run(client, {
    stdin: Readable.from(queries),
    seen: (stream, lines) => {
      if (stream === 'stderr') return;
      const parts = (rest + lines.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        const [, index, count] = /^@(\d+)[|\t](\d+)$/.exec(line) ?? [];
        if (index !== undefined) counts.set(Number(index), Number(count));
      }
    },
  });
  return counts;
}

/** The database that is asked: the one that is named, else the only one that holds tables. Throws ProofEnd. */
export async function databaseOf(
  { current }: Restoring,
  names: readonly string[],
  tablesIn: (database: string) => Promise<number>,
  fallback: string,
): Promise<string> {
  const { database } = current.settings;
  if (database !== null) {
    if (names.includes(database)) return database;
    throw new ProofEnd('refuted', `the dump holds no database ${database}; it holds ${named(names)}`);
  }
  const filled: string[] = [];
  for (const name of names) if ((await tablesIn(name)) > 0) filled.push(name);
  if (filled.length <= 1) return filled[0] ?? fallback;
  throw new ProofEnd('preflight', `the dump holds several databases (${named(filled)}); name one with --database`);
}

function named(texts: readonly string[]): string {
  const others = texts.length - MAX_NAMED;
  return `${texts.slice(0, MAX_NAMED).join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}
