import type { CommandWords } from '../../runner/settings/run-settings.ts';
import { ProofEnd } from '../proof-end.ts';
import type { Answer, Restored, Restoring } from '../restoring.ts';
import { startServer } from '../sandbox/server.ts';
import { DumpLines } from './dump-lines.ts';
import { feedDump } from './feed-dump.ts';
import { errorLine, lackingIn } from './mysql-errors.ts';
import { MysqlScript } from './mysql-script.ts';
import { databaseOf, tableQuestions } from './own-questions.ts';

const DATABASE = 'proof';
const OWN_DATABASES = ['information_schema', 'mysql', 'performance_schema', 'sys'];
/** Nothing has to survive a power cut, and nothing is reached but by its socket. */
const SERVER_SETTINGS = [
  '--skip-networking',
  '--skip-log-bin',
  '--local-infile=0',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-buffer-pool-size=64M',
  '--performance-schema=0',
  '--default-time-zone=+00:00',
  '--character-set-server=utf8mb4',
];

/** Each of them by any of its names. */
export const MARIADB_TOOLS = [
  ['mariadbd', 'mysqld'],
  ['mariadb', 'mysql'],
  ['mariadb-install-db', 'mysql_install_db'],
] as const;

export const MYSQL_TOOLS = [['mysqld'], ['mysql']] as const;

/** A private server, reached by its socket alone; then its client, which takes no commands of its own. */
export async function restoreMariadb(r: Restoring): Promise<Restored> {
  const datadir = r.sandbox.at('restored', 'server');
  const socket = r.sandbox.at('run', 's');
  const isMysql = r.current.settings.recipe === 'mysql';
  const server = r.toolOf(isMysql ? MYSQL_TOOLS[0] : MARIADB_TOOLS[0]);
  if (isMysql) {
    await throwIfMariadb(r, server);
    await r.must([server, '--no-defaults', '--initialize-insecure', `--datadir=${datadir}`]);
  } else {
    const words = ['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db', '--force'];
    await r.must([r.toolOf(MARIADB_TOOLS[2]), ...words, `--datadir=${datadir}`, `--tmpdir=${r.sandbox.at('tmp')}`]);
  }
  const paths = [
    `--datadir=${datadir}`,
    `--socket=${socket}`,
    `--pid-file=${socket}.pid`,
    `--tmpdir=${r.sandbox.at('tmp')}`,
  ];
  const own = isMysql ? ['--mysqlx=OFF'] : [];
  await startServer(r, [server, '--no-defaults', ...SERVER_SETTINGS, ...own, ...paths], /ready for connections/);

  const program = r.toolOf(isMysql ? MYSQL_TOOLS[1] : MARIADB_TOOLS[1]);
  const sandboxed = /^\s*--sandbox\b/m.test((await r.run([program, '--no-defaults', '--help'])).stdout)
    ? ['--sandbox']
    : [];
  const login = [
    '--no-defaults',
    `--socket=${socket}`,
    '--user=root',
    '--local-infile=0',
    '--default-character-set=utf8mb4',
  ];
  // In binary mode, a client that is fed knows no command but that for the delimiter.
  const client = (...words: readonly string[]): CommandWords => [
    program,
    ...login,
    '--binary-mode',
    ...sandboxed,
    ...words,
  ];
  await r.must(client('-e', `CREATE DATABASE ${DATABASE}`));

  const script = new MysqlScript(DATABASE);
  await r.current.timed('restore', async () => {
    const run = await feedDump(r, client(DATABASE), new DumpLines('CUc-', script.look));
    const lacking = lackingIn(run.stderr);
    if (lacking !== null) {
      const message = `this host cannot restore ${r.copy.location}: ${lacking}; restore it with the server that it is of (--recipe, --tools)`;
      throw new ProofEnd('host-failed', message, run.stderr);
    }
    if (run.error !== null) {
      throw r.refuted(`restoring ${r.copy.location} failed: ${errorLine(run.stderr) ?? run.error}`, run.stderr);
    }
  });
  if (script.isCutShort) throw r.refuted(`${r.copy.location} ends in the middle: "Dump completed" is missing`);

  const ask = ['-N', '-B', '-r'] as const;
  const list = (await r.must(client(...ask, '-e', 'SHOW DATABASES'))).stdout.split('\n');
  const names = list.filter((name) => name !== '' && !OWN_DATABASES.includes(name));
  const counted = async (name: string): Promise<number> => {
    const sql = `SELECT count(*) FROM information_schema.tables WHERE table_schema = '${name.replaceAll("'", "''")}'`;
    return Number((await r.must(client(...ask, '-e', sql))).stdout.trim());
  };
  const database = await databaseOf(r, names, counted, DATABASE);
  const query = async (sql: string): Promise<Answer> => {
    const run = await r.run(client('-N', '-B', database, '-e', `SET time_zone = '+00:00'; ${sql}`));
    if (run.error !== null) return { kind: 'none', message: errorLine(run.stderr) ?? run.error };
    return answerOf(run.stdout.replace(/\n$/, ''));
  };
  return {
    query,
    files: null,
    env: { MYSQL_UNIX_PORT: socket, SENTINEL_SOCKET: socket, SENTINEL_DATABASE: database },
    ownQuestions: () => tableQuestions(r, script.tables, () => client('-N', '-B', '--force')),
  };
}

/** Where MariaDB is installed, its server has the name of MySQL's too. */
async function throwIfMariadb(r: Restoring, server: string): Promise<void> {
  if (!/MariaDB/i.test((await r.run([server, '--version'])).stdout)) return;
  const remedy = "use --recipe mariadb for MariaDB's dumps, or install MySQL and name its folder with --tools";
  throw new ProofEnd('host-failed', `${server} is MariaDB's server, not MySQL's; ${remedy}`);
}

function answerOf(text: string): Answer {
  if (text === '') return { kind: 'none', message: 'no row' };
  const lines = text.split('\n');
  if (lines.length > 1) return { kind: 'none', message: `${lines.length} rows, and one value is wanted` };
  return text === 'NULL' ? { kind: 'null' } : { kind: 'value', value: text };
}
