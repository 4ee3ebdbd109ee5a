import { randomBytes } from 'node:crypto';
import { ProofEnd } from '../proof-end.ts';
import type { Answer, Restored, Restoring } from '../restoring.ts';
import { startServer } from '../sandbox/server.ts';
import { DumpLines } from './dump-lines.ts';
import { feedDump } from './feed-dump.ts';
import { type DumpedTable, databaseOf, tableQuestions } from './own-questions.ts';
import { archiveOf } from './postgres-archive.ts';
import { PostgresErrors } from './postgres-errors.ts';
import { PostgresScript } from './postgres-script.ts';

const USER = 'postgres';
const DATABASE = 'proof';
/** NULL as no value is written. */
const NULL_MARK = '\ue000null\ue000';
/** Nothing has to survive a power cut, and nothing is reached but by its socket. */
export const SERVER_SETTINGS = [
  'listen_addresses=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=2GB',
  'autovacuum=off',
  'shared_buffers=64MB',
  'maintenance_work_mem=64MB',
  'max_connections=20',
  'dynamic_shared_memory_type=mmap',
  'logging_collector=off',
  'jit=off',
];

export const POSTGRES_TOOLS = [['initdb'], ['postgres'], ['psql'], ['pg_restore']] as const;

/** A private cluster, reached by its socket alone; then pg_restore, or psql for a plain dump. */
export async function restorePostgres(r: Restoring): Promise<Restored> {
  const cluster = r.sandbox.at('restored', 'cluster');
  const socket = r.sandbox.at('run');
  await r.must([
    r.tool('initdb'),
    '-D',
    cluster,
    '-U',
    USER,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]);
  const settings = [...SERVER_SETTINGS, `unix_socket_directories=${socket}`].flatMap((setting) => ['-c', setting]);
  await startServer(r, [r.tool('postgres'), '-D', cluster, ...settings], /ready to accept connections/);
  const psql = (database: string, ...words: readonly string[]) =>
    [r.tool('psql'), '-X', '-q', '-h', socket, '-U', USER, '-d', database, ...words] as const;
  await r.must(psql(USER, '-c', `CREATE DATABASE ${DATABASE}`));

  const archive = await archiveOf(r);
  const errors = new PostgresErrors();
  const tables = await r.current.timed('restore', async () => {
    if (archive === null) return restoreScript(r, psql, errors);
    const words = ['--no-owner', '--no-privileges', '--no-tablespaces', '-h', socket, '-U', USER, '-d', DATABASE];
    const run = await r.run([r.tool('pg_restore'), ...words, r.sandbox.at(archive.path)], { seen: errors.add });
    if (run.error !== null && errors.count === 0 && run.end.exitCode !== 1)
      throw r.refuted(`pg_restore: ${run.error}`, run.stderr);
    return archive.tables;
  });
  if (errors.lacking !== null) {
    throw new ProofEnd('host-failed', `this host's PostgreSQL lacks what the dump needs: ${errors.lacking}`);
  }
  if (errors.count > 0) throw r.refuted(`restoring ${r.copy.location} failed: ${errors.words}`);

  const list = `SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> '${USER}' ORDER BY 1`;
  const names = (await r.must(psql(USER, '-A', '-t', '-c', list))).stdout.split('\n').filter((name) => name !== '');
  const counted = async (database: string): Promise<number> =>
    Number((await r.must(psql(database, '-A', '-t', '-c', COUNT_TABLES))).stdout.trim());
  const database = await databaseOf(r, names, counted, DATABASE);
  const query = async (sql: string): Promise<Answer> => {
    const words = [
      '-A',
      '-t',
      '-P',
      `null=${NULL_MARK}`,
      '-v',
      'ON_ERROR_STOP=1',
      '-c',
      "SET TIME ZONE 'UTC'",
      '-c',
      sql,
    ];
    const run = await r.run(psql(database, ...words));
    if (run.error !== null) return { kind: 'none', message: errorLine(run.stderr) ?? run.error };
    return answerOf(run.stdout.replace(/\n$/, ''));
  };
  return {
    query,
    files: null,
    env: { PGHOST: socket, PGUSER: USER, PGDATABASE: database },
    ownQuestions: () => tableQuestions(r, tables, (of) => psql(of ?? database, '-A', '-t')),
  };
}

const COUNT_TABLES =
  "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r','p') AND nspname NOT IN ('pg_catalog','information_schema')";

/** Returns the tables that the dump names. */
async function restoreScript(
  r: Restoring,
  psql: (database: string, ...words: readonly string[]) => readonly [string, ...string[]],
  errors: PostgresErrors,
): Promise<readonly DumpedTable[]> {
  const canRestrict = isRestricting((await r.must([r.tool('psql'), '--version'])).stdout);
  const script = new PostgresScript(canRestrict ? randomBytes(16).toString('hex') : null);
  const filter = new DumpLines('\\CUc-', script.look);
  filter.push(script.opening);
  const run = await feedDump(r, psql(DATABASE), filter, { seen: errors.add });
  if (run.error !== null && errors.count === 0) throw r.refuted(`psql: ${run.error}`, run.stderr);
  if (script.refused.length > 0) {
    throw r.refuted(`${r.copy.location} holds commands of psql, which are refused: ${script.refused.join('; ')}`);
  }
  if (script.isCutShort) throw r.refuted(`${r.copy.location} ends in the middle: "database dump complete" is missing`);
  return script.tables;
}

/** Since these versions psql can refuse its own commands. Source: the release notes of PostgreSQL 17.6 and its like. */
function isRestricting(version: string): boolean {
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? [];
  const since: Readonly<Record<string, number>> = { '13': 22, '14': 19, '15': 14, '16': 10, '17': 6 };
  return Number(major) >= 18 || Number(minor) >= (since[major] ?? Number.POSITIVE_INFINITY);
}

function errorLine(stderr: string): string | null {
  return /ERROR:\s+(.*)/.exec(stderr)?.[1] ?? null;
}

function answerOf(text: string): Answer {
  if (text === '') return { kind: 'none', message: 'no row' };
  const lines = text.split('\n');
  if (lines.length > 1) return { kind: 'none', message: `${lines.length} rows, and one value is wanted` };
  return text === NULL_MARK ? { kind: 'null' } : { kind: 'value', value: text };
}
