import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MariaDbServer, startMariaDb } from './mariadb-server.ts';
import { ProofSetting } from './proof-setting.ts';

let setting: ProofSetting;
let server: MariaDbServer;
const copy = (name: string) => ['--recipe', 'mariadb', '--copy-from', setting.at('copies', name)];
const ASK = [
  '--expect',
  'SELECT count(*) FROM orders',
  '>= 1000',
  '--fresh',
  'SELECT max(created_at) FROM orders',
  '26h',
];

beforeAll(async () => {
  setting = await ProofSetting.make();
  server = await startMariaDb();
  const rows = 'select utc_timestamp() - interval (seq % 100) hour, md5(seq) from seq_1_to_5000';
  await setting.sh(`mariadb ${server.options} <<'SQL'
    create database shop; use shop; create table orders (id int primary key auto_increment, created_at datetime, note varchar(40));
    insert into orders (created_at, note) ${rows}; create table items (id int); insert into items values (1);
SQL
    cd copies; dump() { mariadb-dump ${server.options} "$@"; }
    mariadb ${server.options} -e "create database other; create table other.customers (id int); insert into other.customers values (1); create database empty"
    dump other > other.sql; dump empty > empty.sql; dump shop items > lacking.sql
    dump shop | gzip > whole.sql.gz; dump --all-databases > all.sql; dump -d shop > schema.sql
    head -c 60000 whole.sql.gz > cut.sql.gz; gzip -dc whole.sql.gz | grep -v '^-- Dump completed' > unended.sql
    mariadb ${server.options} shop -e "delete from orders where created_at > utc_timestamp() - interval 50 hour"; dump shop > old.sql
    cat > of-mysql.sql <<'SQL'
-- MySQL dump 10.13  Distrib 8.0.40, for Linux (x86_64)
CREATE TABLE \`orders\` (\`id\` int) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
-- Dump completed on 2026-11-29  2:00:00
SQL
    echo 'select sleep(600);' > sleeping.sql
    { echo 'system touch /tmp/left-by-mysql'; echo '\\! touch /tmp/left-by-mysql'; gzip -dc whole.sql.gz; } > commands.sql`);
});
afterAll(async () => {
  await server?.stop();
  await setting?.remove();
});

test.each(['whole.sql.gz', 'all.sql'])('a good copy is proven: %s', async (name) => {
  const which = name === 'all.sql' ? ['--database', 'shop'] : [];
  const words = [...copy(name), ...ASK, '--fresh-zone', 'UTC', ...which];
  const proved = await setting.prove(name.replaceAll('.', '-'), words);
  expect(proved.report).toMatchObject({ verdict: 'proven', isolation: 'isolated', error: null });
});

describe('a bad copy is refuted', () => {
  const bad = [
    { name: 'cut.sql.gz', says: /cut\.sql\.gz is damaged: .*unexpected end of file/ },
    { name: 'unended.sql', says: /unended\.sql ends in the middle: "Dump completed" is missing/ },
    { name: 'schema.sql', says: /rows in all of them: 0, expected at least 1; .*orders: 0, expected >= 1000/ },
    { name: 'other.sql', says: /count\(\*\) FROM orders: Table 'proof\.orders' doesn't exist, expected >= 1000/ },
    { name: 'empty.sql', says: /tables of the dump that can be read: it names none, expected at least 1/ },
    { name: 'lacking.sql', says: /count\(\*\) FROM orders: Table 'proof\.orders' doesn't exist, expected >= 1000/ },
    { name: 'old.sql', says: /max\(created_at\) FROM orders: 2 days .*before the copy, expected at most 26h/ },
    {
      name: 'commands.sql',
      says: /restoring .*commands\.sql failed: (Unknown command|You have an error in your SQL syntax)/,
    },
  ];
  test.each(bad)('$name', async ({ name, says }) => {
    const proved = await setting.prove(name.replaceAll('.', '-'), [...copy(name), ...ASK, '--fresh-zone', 'UTC']);
    expect(proved.report).toMatchObject({ verdict: 'refuted', error: expect.stringMatching(says) });
    expect(await setting.sh('ls /tmp/left-by-mysql 2>&1 || true')).toContain('No such file');
  });
});

test('a time without a zone needs one, which says nothing of the copy', async () => {
  const proved = await setting.prove('zone', [...copy('whole.sql.gz'), ...ASK]);
  expect(proved.report).toMatchObject({
    ending: 'preflight',
    error: expect.stringMatching(/names no time zone; say with --fresh-zone/),
  });
  expect(proved.status).toBe(78);
});

describe('what this host lacks says nothing of the copy:', () => {
  test('a server that knows the collations of MySQL', async () => {
    const proved = await setting.prove('of-mysql', copy('of-mysql.sql'));
    expect(proved.report).toMatchObject({ verdict: 'inconclusive', ending: 'host-failed' });
    expect(proved.report.error).toMatch(
      /cannot restore .*of-mysql\.sql: Unknown collation: 'utf8mb4_0900_ai_ci'; restore/,
    );
    expect(proved.status).toBe(71);
  });

  test("MySQL itself, where its name is MariaDB's", async () => {
    const [, , ...from] = copy('whole.sql.gz');
    const proved = await setting.prove('not-mysql', ['--recipe', 'mysql', ...from]);
    expect(proved.report.error).toMatch(/mysqld is MariaDB's server, not MySQL's; use --recipe mariadb/);
    expect(proved.status).toBe(71);
  });

  test('a server that starts', async () => {
    await setting.sh(`mkdir broken; for tool in mariadb mariadb-install-db; do ln -sf "$(command -v $tool)" broken/; done
      printf '#!/bin/sh\\necho no room >&2; exit 1\\n' > broken/mariadbd; chmod -R 755 broken .`);
    const proved = await setting.prove('broken', [...copy('whole.sql.gz'), '--tools', setting.at('broken')]);
    expect(proved.report).toMatchObject({ verdict: 'inconclusive', ending: 'host-failed' });
    expect(proved.report.error).toMatch(
      /the server mariadbd did not start: .*no room|mariadb-install-db failed on this host/,
    );
  });
});

test('its server opens no port, and kill -9 leaves neither it nor anything in scratch', async () => {
  const child = await setting.startUntil('sleeping', copy('sleeping.sql'), 'fetch: ');
  await expect.poll(() => setting.programs(), { timeout: 60_000 }).toContain('mariadbd');
  expect(setting.listening()).toEqual([]);
  child.kill('SIGKILL');
  expect(await setting.leftoversInTime()).toEqual([]);
});

test('nothing of any proof is left', async () => {
  expect(await setting.leftovers()).toEqual([]);
});
