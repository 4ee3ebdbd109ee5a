import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PostgresCluster, startPostgres } from './postgres-cluster.ts';
import { ProofSetting } from './proof-setting.ts';

let setting: ProofSetting;
let cluster: PostgresCluster;
const copy = (name: string) => ['--recipe', 'postgres', '--copy-from', setting.at('copies', name)];
const ORDERS = ['--expect', 'SELECT count(*) FROM orders', '>= 1000'];
const FRESH = ['--fresh', 'SELECT max(created_at) FROM orders', '26h'];

const SCHEMA = `
create role app; create database orders; create database empty; create database other;
\\connect orders
create table orders (id serial primary key, created_at timestamptz, note text);
alter table orders owner to app;
insert into orders (created_at, note) select now() - g % 100 * interval '1 hour', md5(g::text) from generate_series(0, 20000) g;
create table items (id int); insert into items values (1), (2);
\\connect other
create table customers (id int); insert into customers values (1);
`;

beforeAll(async () => {
  setting = await ProofSetting.make();
  cluster = await startPostgres();
  const dump = `
    psql -qX -d postgres -v ON_ERROR_STOP=1 <<'SQL'${SCHEMA}SQL
    cd copies
    pg_dump -Fc -f whole.dump orders; pg_dump orders | gzip > whole.sql.gz; pg_dumpall -f all.sql
    pg_dump -s -f schema.sql orders; pg_dump -Fc -f empty.dump empty; pg_dump -Fc -f other.dump other
    pg_dump -Fc -T items -T orders -f none.dump orders; pg_dump -Fc -T orders -f lacking.dump orders
    head -c 200000 whole.sql.gz > cut.sql.gz; head -c 200000 whole.dump > cut.dump
    psql -qX -d orders -c "delete from orders where created_at > now() - interval '50 hours'"; pg_dump -Fc -f old.dump orders
    { echo '\\! touch /tmp/left-scratch'; gzip -dc whole.sql.gz; } > commands.sql
    { gzip -dc whole.sql.gz; cat <<'SQL'
create table public.seen (line text);
copy public.seen from program 'env; id -u; cat /proc/net/dev; ls / /run /var /home; touch /usr/left /left 2>&1; echo done' with (format csv, delimiter e'\\x01', quote e'\\x02');
SQL
    } > program.sql
    echo 'select pg_sleep(600);' > sleeping.sql`;
  await setting.sh(dump, cluster.env);
});
afterAll(async () => {
  await cluster?.stop();
  await setting?.remove();
});

describe('a good copy is proven', () => {
  test.each(['whole.dump', 'whole.sql.gz', 'all.sql'])('%s', async (name) => {
    const which = name === 'all.sql' ? ['--database', 'orders'] : [];
    const proved = await setting.prove(name.replaceAll('.', '-'), [...copy(name), ...ORDERS, ...FRESH, ...which]);
    expect(proved.report).toMatchObject({ verdict: 'proven', isolation: 'isolated', error: null });
    expect(proved.status).toBe(0);
    expect(proved.report.assertions[0]).toMatchObject({ asked: 'tables of the dump that can be read', holds: true });
  });
});

describe('a bad copy is refuted', () => {
  const bad = [
    { name: 'cut.sql.gz', says: /cut\.sql\.gz is damaged: .*unexpected end of file/ },
    { name: 'cut.dump', says: /restoring .*cut\.dump failed: could not read from input file: end of file/ },
    { name: 'schema.sql', says: /rows in all of them: 0, expected at least 1/ },
    { name: 'empty.dump', says: /tables of the dump that can be read: it names none, expected at least 1/ },
    { name: 'other.dump', says: /count\(\*\) FROM orders: relation "orders" does not exist, expected >= 1000/ },
    { name: 'lacking.dump', says: /relation "orders" does not exist/ },
    { name: 'old.dump', says: /max\(created_at\) FROM orders: 2 days .*before the copy, expected at most 26h/ },
    { name: 'commands.sql', says: /commands\.sql (holds commands of psql, which are refused|failed: .*restricted)/ },
  ];
  test.each(bad)('$name', async ({ name, says }) => {
    const proved = await setting.prove(name.replaceAll('.', '-'), [...copy(name), ...ORDERS, ...FRESH]);
    expect(proved.report).toMatchObject({ verdict: 'refuted', error: expect.stringMatching(says) });
    expect(proved.status).toBe(65);
  });
});

test('what a dump runs sees no credential, no network and nothing of the host, and writes nowhere else', async () => {
  const seen = (pattern: string) => ['--expect', `SELECT count(*) FROM public.seen WHERE line ~ '${pattern}'`, '0'];
  const own = ['--expect', "SELECT count(*) FROM public.seen WHERE line = 'done'", '1'];
  const asked = [
    own,
    seen('do-not-show-me'),
    seen('eth|ens|wl'),
    seen('^(home|root|run|srv|var)$'),
    seen('^0$'),
  ].flat();
  const proved = await setting.prove('program', [...copy('program.sql'), ...asked]);
  expect(proved.report).toMatchObject({ verdict: 'proven', error: null });
  expect(await setting.sh('ls /usr/left /left /tmp/left-scratch 2>&1 || true')).toMatch(/^(.*No such file.*\n){3}$/);
});

test('two proofs of two jobs at once are kept apart', async () => {
  const both = ['one', 'two'].map((name) => setting.prove(name, [...copy('whole.dump'), ...ORDERS]));
  for (const { report, status } of await Promise.all(both)) {
    expect(report).toMatchObject({ verdict: 'proven', error: null });
    expect(status).toBe(0);
  }
});

test('a server that does not start says nothing of the copy', async () => {
  await setting.sh(
    `mkdir -p broken; for tool in initdb psql pg_restore; do ln -sf "$(command -v $tool)" broken/; done
    printf '#!/bin/sh\\necho FATAL: no room >&2; exit 1\\n' > broken/postgres; chmod -R 755 broken .`,
    cluster.env,
  );
  const proved = await setting.prove('broken', [...copy('whole.dump'), '--tools', setting.at('broken')]);
  expect(proved.report).toMatchObject({ verdict: 'inconclusive', ending: 'host-failed' });
  expect(proved.report.error).toMatch(/the server postgres did not start: .*no room|initdb failed on this host/);
  expect(proved.status).toBe(71);
});

test('its server opens no port, and kill -9 leaves neither it nor anything in scratch', async () => {
  const child = await setting.startUntil('killed', copy('sleeping.sql'), 'fetch: ');
  await expect.poll(() => setting.programs(), { timeout: 60_000 }).toContain('postgres');
  expect(setting.listening()).toEqual([]);
  child.kill('SIGKILL');
  expect(await setting.leftoversInTime()).toEqual([]);
});

test('nothing of any proof is left', async () => {
  expect(await setting.leftovers()).toEqual([]);
});
