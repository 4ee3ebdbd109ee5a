import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Assertion } from '../../core/model/proof.ts';
import type { Answer, Restored, Restoring } from '../restoring.ts';
import { DumpLines } from './dump-lines.ts';
import { feedDump, unpackerOf } from './feed-dump.ts';
import { headOf, unpackingOf } from './unpacking.ts';

const MAGIC = 'SQLite format 3\0';
/** NULL as no value is written. */
const NULL_MARK = '\ue000null\ue000';
/** Where the header says by which journal the file is written; 2 is the write-ahead log. */
const JOURNAL_AT = 18;
const WRITE_AHEAD = 2;

const LACKS_LOG = 'it is written with a write-ahead log and no -wal lies beside it, so its newest rows may be missing';

export const SQLITE_TOOLS = [['sqlite3']] as const;

/** The file itself, or what a dump of it makes; asked by sqlite3 in its safe mode, which reaches no other file. */
export async function restoreSqlite(r: Restoring): Promise<Restored> {
  const database = await r.current.timed('restore', () => databaseFile(r));
  const sqlite = (...words: readonly string[]) =>
    [r.tool('sqlite3'), '-safe', '-batch', '-bail', '-init', '/dev/null', ...words, r.sandbox.at(database)] as const;
  const query = async (sql: string): Promise<Answer> => {
    const run = await r.run([...sqlite('-noheader', '-list', '-nullvalue', NULL_MARK), sql] as [string, ...string[]]);
    if (run.error !== null) return { kind: 'none', message: errorLine(run.stderr) ?? run.error };
    const text = run.stdout.replace(/\n$/, '');
    if (text === '') return { kind: 'none', message: 'no row' };
    const rows = text.split('\n').length;
    if (rows > 1) return { kind: 'none', message: `${rows} rows, and one value is wanted` };
    return text === NULL_MARK ? { kind: 'null' } : { kind: 'value', value: text };
  };
  const lacksLog = await lacksItsLog(r, database);
  return {
    query,
    files: null,
    env: { SENTINEL_DATABASE: r.sandbox.at(database) },
    ...(lacksLog ? { hint: LACKS_LOG } : {}),
    ownQuestions: () => questions(r, query),
  };
}

async function questions(r: Restoring, query: (sql: string) => Promise<Answer>): Promise<readonly Assertion[]> {
  const check = await query('PRAGMA integrity_check(1)');
  const found = check.kind === 'value' ? check.value : check.kind === 'none' ? check.message : 'nothing';
  const integrity = {
    asked: 'PRAGMA integrity_check',
    wanted: 'ok',
    found,
    holds: found === 'ok',
  };
  if (found !== 'ok' || r.current.settings.asked.emptyIsFine) return [integrity];
  const tables = await query("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  const count = tables.kind === 'value' ? Number(tables.value) : 0;
  return [integrity, { asked: 'tables', wanted: 'at least 1', found: String(count), holds: count > 0 }];
}

/** Below the data. */
async function databaseFile(r: Restoring): Promise<string> {
  const { path, location } = r.copy;
  if (await isDatabase(r, path)) return path;
  const packed = await unpackingOf(r.scratch.at(path));
  if (packed !== null) {
    const unpacked = `restored/${basename(path)}`;
    const env = { FROM: r.sandbox.at(path), TO: r.sandbox.at(unpacked) };
    const tool = await unpackerOf(r, packed.tool);
    const run = await r.run(['/bin/sh', '-c', '"$@" "$FROM" > "$TO"', 'unpack', tool, ...packed.words], { env });
    if (run.error !== null) throw r.refuted(`${location} is damaged: ${packed.tool}: ${run.error}`, run.stderr);
    if (await isDatabase(r, unpacked)) return unpacked;
  }
  if ((await stat(r.scratch.at(path))).size === 0) throw r.refuted(`${location} is empty`);
  const made = 'restored/database';
  const sqlite = [r.tool('sqlite3'), '-safe', '-batch', '-bail', '-init', '/dev/null', r.sandbox.at(made)] as const;
  const ends = { isDump: false, isWhole: false };
  const filter = new DumpLines('CPB', (line) => {
    if (line === 'BEGIN TRANSACTION;') ends.isDump = true;
    if (line === 'COMMIT;') ends.isWhole = true;
    return null;
  });
  const run = await feedDump(r, sqlite, filter);
  if (run.error !== null)
    throw r.refuted(`${location} cannot be restored: ${errorLine(run.stderr) ?? run.error}`, run.stderr);
  if (ends.isDump && !ends.isWhole) throw r.refuted(`${location} ends in the middle: COMMIT is missing`);
  return made;
}

async function isDatabase(r: Restoring, path: string): Promise<boolean> {
  return (await headOf(r.scratch.at(path), MAGIC.length)).toString('latin1') === MAGIC;
}

/** Whether a file that is written with a write-ahead log came without one. */
async function lacksItsLog(r: Restoring, path: string): Promise<boolean> {
  const head = await headOf(r.scratch.at(path), JOURNAL_AT + 1);
  if (head[JOURNAL_AT] !== WRITE_AHEAD) return false;
  return stat(`${r.scratch.at(path)}-wal`).then(
    () => false,
    () => true,
  );
}

function errorLine(stderr: string): string | null {
  return /(?:Error:|error:|Parse error[^:]*:|Runtime error[^:]*:)\s*(.*)/.exec(stderr)?.[1]?.trim() ?? null;
}
