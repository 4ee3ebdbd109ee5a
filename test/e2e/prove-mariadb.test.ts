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
    dump shop | gzip > whole.sql.gz; dump --all-databases > all.sql; dump -d shop > schema.sql
    head -c 60000 whole.sql.gz > cut.sql.gz; gzip -dc whole.sql.gz | grep -v '^-- Dump completed' > unended.sql
    { echo 'system touch /tmp/left-by-mysql'; echo '\\! touch /tmp/left-by-mysql'; gzip -dc whole.sql.gz; } > commands.sql`);
});
afterAll(async () => {
  await server?.stop();
  await setting?.remove();
});

test.each(['whole.sql.gz', 'all.sql'])('a good copy is proven: %s', async (name) => {
  const proved = await setting.prove(name.replaceAll('.', '-'), [...copy(name), ...ASK, '--fresh-zone', 'UTC']);
  expect(proved.report).toMatchObject({ verdict: 'proven', isolation: 'isolated', error: null });
});

describe('a bad copy is refuted', () => {
  const bad = [
    { name: 'cut.sql.gz', says: /cut\.sql\.gz is damaged: .*unexpected end of file/ },
    { name: 'unended.sql', says: /unended\.sql ends in the middle: "Dump completed" is missing/ },
    { name: 'schema.sql', says: /rows in all of them: 0, expected at least 1; .*orders: 0, expected >= 1000/ },
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

test('nothing of any proof is left', async () => {
  expect(await setting.leftovers()).toEqual([]);
});
