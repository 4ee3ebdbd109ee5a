import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AwsServer, s3Environment, startMiniStack } from './aws-servers.ts';
import { type Judgement, judge, rulesWith } from './judgement.ts';
import { type PostgresCluster, startPostgres } from './postgres-cluster.ts';
import { shell } from './shell.ts';

let postgres: PostgresCluster;
let folder: string;

beforeAll(async () => {
  postgres = await startPostgres();
  // Random text, so that the dump does not compress to nothing: about 700 KB.
  const rows = 'create table orders as select id, md5(id::text) as paid_with from generate_series(1, 30000) as id';
  await shell(`createdb shop && psql --quiet --dbname shop --command "${rows}"`, { env: postgres.env });
});
afterAll(() => postgres.stop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-e2e-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('pg_dump into a folder', () => {
  const RULES = rulesWith(`  orders-db:
    name: Orders database
    backup: ./orders/*.dump
    rule: should run every 24 hours, allow up to 26; expect at least 350 KB; flag if it shrinks more than 50%
`);
  const run = (commands: string) => shell(commands, { cwd: folder, env: postgres.env });
  const judgement = (): Promise<Judgement> => judge(join(folder, 'rules.yaml'));

  beforeEach(async () => {
    await writeFile(join(folder, 'rules.yaml'), RULES);
    await run('mkdir orders && pg_dump -Fc --file "orders/$(date +%F).dump" shop');
  });

  test('a fresh dump is green', async () => {
    expect(await judgement()).toMatchObject({ state: 'green', failing: [] });
  });

  const failures = [
    {
      name: 'of 27 hours ago is a warning',
      commands: "touch -d '27 hours ago' orders/*",
      want: 'warn',
      says: /^recent: /,
    },
    {
      name: 'of 40 hours ago is an alert',
      commands: "touch -d '40 hours ago' orders/*",
      want: 'alert',
      says: /^recent: /,
    },
    {
      name: 'cut to 300 KB is a warning',
      commands: 'truncate -s 300000 orders/*',
      want: 'warn',
      says: /^size: .*300 KB/,
    },
    { name: 'cut short is an alert', commands: 'truncate -s 1000 orders/*', want: 'alert', says: /^size: .*1 KB/ },
    { name: 'cut to nothing is an alert', commands: 'truncate -s 0 orders/*', want: 'alert', says: /^size: / },
    { name: 'removed is an alert', commands: 'rm orders/*', want: 'alert', says: /^recent: no good backup/ },
  ];
  test.each(failures)('a dump $name', async ({ commands, want, says }) => {
    await run(commands);
    expect(await judgement()).toMatchObject({
      state: want,
      failing: expect.arrayContaining([expect.stringMatching(says)]),
    });
  });

  test('a dump of a database that lost most of its rows is an alert beside yesterday’s, though it is large enough', async () => {
    await run("touch -d '24 hours ago' orders/* && mv orders/*.dump orders/yesterday.dump");
    await run('truncate -s 900000 orders/yesterday.dump && touch -d "24 hours ago" orders/*');
    await run('pg_dump -Fc --file orders/today.dump shop && truncate -s 400000 orders/today.dump');
    expect(await judgement()).toMatchObject({
      state: 'alert',
      failing: [expect.stringMatching(/^size: .*400 KB.*900 KB/)],
    });
  });

  test('day by day: it goes stale, is seen to be mended, and the exit status tells each time', async () => {
    const state = join(folder, 'state');
    const rules = join(folder, 'rules.yaml');
    expect(await judge(rules, { state })).toMatchObject({ state: 'green' });
    expect(await judge(rules, { state, laterHours: 27 })).toMatchObject({ state: 'warn' });
    expect(await judge(rules, { state, laterHours: 33 })).toMatchObject({ state: 'alert' });
    await run('pg_dump -Fc --file orders/next.dump shop && touch -d "+33 hours" orders/next.dump');
    expect(await judge(rules, { state, laterHours: 34 })).toMatchObject({ state: 'green' });
  });
});

describe('pg_dump streamed to a bucket', () => {
  let s3: AwsServer;
  let env: Record<string, string>;
  const RULES = rulesWith(`  orders-db:
    name: Orders database
    backup: s3://acme-backups/orders/
    rule: should run every 24 hours, allow up to 26; expect at least 350 KB; flag if it shrinks more than 50%
`);

  beforeAll(async () => {
    s3 = await startMiniStack();
    env = s3Environment(s3);
    await shell('rclone mkdir acme:acme-backups', { env });
  });
  afterAll(() => s3.stop());
  beforeEach(() => writeFile(join(folder, 'rules.yaml'), RULES));
  afterEach(() => shell('rclone delete acme:acme-backups', { env }));

  const run = (commands: string) =>
    shell(commands, { cwd: folder, env: { ...postgres.env, ...env, PATH: postgres.env.PATH ?? '' } });
  const dump = () => run('pg_dump -Fc shop | rclone rcat "acme:acme-backups/orders/$(date +%F).dump"');
  const judgement = (laterHours = 0): Promise<Judgement> => judge(join(folder, 'rules.yaml'), { env, laterHours });

  test('a fresh dump is green, a day later a warning, and then an alert', async () => {
    await dump();
    expect(await judgement()).toMatchObject({ state: 'green', failing: [] });
    expect(await judgement(27)).toMatchObject({ state: 'warn', failing: [expect.stringMatching(/^recent: /)] });
    expect(await judgement(40)).toMatchObject({ state: 'alert', failing: [expect.stringMatching(/^recent: /)] });
  });

  test('a dump whose pipe broke is an alert beside the one before', async () => {
    await dump();
    await run(
      'sleep 1.1; pg_dump -Fc shop | head -c 200000 | rclone rcat acme:acme-backups/orders/broken.dump || true',
    );
    expect(await judgement()).toMatchObject({ state: 'alert', failing: [expect.stringMatching(/^size: .*200 KB/)] });
  });

  test('a dump that is gone is an alert', async () => {
    const state = join(folder, 'state');
    await dump();
    expect(await judge(join(folder, 'rules.yaml'), { env, state })).toMatchObject({ state: 'green' });
    await run('rclone delete acme:acme-backups/orders');
    expect(await judge(join(folder, 'rules.yaml'), { env, state })).toMatchObject({
      state: 'alert',
      failing: [expect.stringMatching(/^recent: no good backup/)],
    });
  });
});
