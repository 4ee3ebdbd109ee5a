import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../faults/embedded-store-process.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import { type AwsServer, s3Environment, startMiniStack } from './aws-servers.ts';
import { type Judgement, judge, rulesWith } from './judgement.ts';
import { type MariaDbServer, startMariaDb } from './mariadb-server.ts';
import { type PostgresCluster, startPostgres } from './postgres-cluster.ts';
import { freePort } from './server-process.ts';
import { shell } from './shell.ts';

/** What the tools leave, made by the runner, and the sentinel's word on what the runner told. */

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-e2e-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SENTINEL = `${process.execPath} ${resolve('dist/sentinel.js')}`;
/** The runner as it is written in the documentation, with its state in the test's own folder. */
const shellIn = (commands: string, env: Readonly<Record<string, string>> = {}) =>
  shell(`sentinel() { ${SENTINEL} "$@"; }\n${commands}`, {
    cwd: folder,
    env: { XDG_STATE_HOME: join(folder, 'state-home'), SENTINEL_STATE: join(folder, 'runner'), ...env },
  });
const judgement = (options: Parameters<typeof judge>[1] = {}): Promise<Judgement> =>
  judge(join(folder, 'rules.yaml'), options);
const run = (job: string, options: string, command: string): string =>
  `sentinel run ${job} --state ./runner ${options} -- ${command}`;

describe('pg_dump', () => {
  let postgres: PostgresCluster;
  beforeAll(async () => {
    postgres = await startPostgres();
    const rows = 'create table orders as select id, md5(id::text) as paid_with from generate_series(1, 30000) as id';
    await shell(`createdb shop && psql --quiet --dbname shop --command "${rows}"`, { env: postgres.env });
  });
  afterAll(() => postgres.stop());

  describe('into a folder, told by reports', () => {
    const RULES = rulesWith(`  orders-db:
    name: Orders database
    backup: ./orders/*.dump
    finished: report ./orders/.sentinel/orders-db/*.json
    rule: every 24 hours, allow 26; at least 350 KB; flag if it shrinks more than 50%
`);
    const dump = (database: string, then = '') =>
      shellIn(
        run(
          'orders-db',
          "--verify './orders/*.dump' --at-least 350KB --shrink 50%",
          `sh -c 'pg_dump -Fc --file "orders/$(date +%F-%H%M%S).dump" ${database} ${then}'`,
        ),
        postgres.env,
      );
    beforeEach(async () => {
      await writeFile(join(folder, 'rules.yaml'), RULES);
      await shellIn('mkdir orders');
    });

    test('is green when the dump is whole and the report says so', async () => {
      await dump('shop');
      expect(await judgement()).toMatchObject({ state: 'green', failing: [] });
    });

    test('is not green without the report: the dump alone is a run that has not ended', async () => {
      await dump('shop');
      await shellIn('rm -r orders/.sentinel');
      expect(await judgement({ laterHours: 7 })).toMatchObject({ state: 'alert' });
    });

    test('is an alert with the runner’s own words when the next dump fails', async () => {
      await dump('shop');
      await expect(dump('nowhere')).rejects.toThrow(/database "nowhere" does not exist/);
      expect(await judgement()).toMatchObject({
        state: 'alert',
        failing: expect.arrayContaining([expect.stringMatching(/^finished: .*database "nowhere" does not exist/)]),
      });
    });

    test('is an alert when the dump was cut, though the command said that all was well', async () => {
      await dump('shop');
      await expect(dump('shop', '&& for each in orders/*.dump; do truncate -s 400000 $each; done')).rejects.toThrow(
        /cut short|damaged|ends/,
      );
      expect(await judgement()).toMatchObject({
        state: 'alert',
        failing: expect.arrayContaining([expect.stringMatching(/^finished: /)]),
      });
    });

    test('contradicts itself when the dump is taken away after the report', async () => {
      await dump('shop');
      await shellIn('rm orders/*.dump');
      const { state, failing } = await judgement({ laterHours: 1 });
      expect(state).toBe('alert');
      expect(failing.join()).toMatch(/finished: contradiction: .*orders-db.*json says done/);
    });
  });

  describe('streamed to a bucket, told by reports in it', () => {
    let s3: AwsServer;
    let env: Record<string, string>;
    beforeAll(async () => {
      s3 = await startMiniStack();
      env = s3Environment(s3);
      await shell('rclone mkdir acme:acme-backups', { env });
    });
    afterAll(() => s3.stop());
    afterEach(() => shell('rclone delete acme:acme-backups', { env }));
    beforeEach(() =>
      writeFile(
        join(folder, 'rules.yaml'),
        rulesWith(`  orders-db:
    name: Orders database
    backup: s3://acme-backups/orders/
    finished: report s3://acme-backups/orders/.sentinel/orders-db/*.json
    rule: every 24 hours, allow 26; at least 350 KB; flag if it shrinks more than 50%
`),
      ),
    );
    const stream = (cut = '') =>
      shellIn(
        run(
          'orders-db',
          '--verify s3://acme-backups/orders/* --preflight-write',
          `bash -o pipefail -c 'pg_dump -Fc shop ${cut} | rclone rcat "acme:acme-backups/orders/$(date +%F-%H%M%S).dump"'`,
        ),
        { ...postgres.env, ...env },
      );

    test('is green when it is whole and the report beside it says so', async () => {
      await stream();
      const listed = await shell('rclone lsf -R --files-only acme:acme-backups', { env });
      expect(listed.trim().split('\n')).toEqual(
        [
          expect.stringMatching(/^orders\/\.sentinel\/orders-db\/\d{8}T\d{6}Z-[0-9a-f]{8}\.json$/),
          expect.stringMatching(/^orders\/.*\.dump$/),
        ].sort(),
      );
      expect(await judgement({ env })).toMatchObject({ state: 'green', failing: [] });
    });

    test('is an alert when its end is missing', async () => {
      await expect(stream('| head -c 400000')).rejects.toThrow();
      expect(await judgement({ env })).toMatchObject({ state: 'alert' });
    });
  });
});

describe('told by heartbeats to a sentinel on one box', () => {
  const RULES = rulesWith(`  home:
    name: Home folders
    backup: ./backups/
    heartbeat: true
    finished: heartbeat
    rule: every 24 hours, allow 26
`);

  test('a run is green, one that fails an alert, and one of while it was off is told by the next', async () => {
    await writeFile(join(folder, 'rules.yaml'), RULES);
    await shellIn('mkdir backups home && seq 10000 > home/list');
    const port = await freePort();
    const place = ['--rules', join(folder, 'rules.yaml'), '--state', join(folder, 'sentinel')];
    const address = await shellIn(`sentinel key show home ${place.join(' ')} --url http://127.0.0.1:${port}`);
    const env = { SENTINEL_PING_URL: address.trim().split(/\s+/)[1] ?? '' };
    const start = async (): Promise<SentinelProcess> => {
      const watch = new SentinelProcess(['watch', ...place, '--port', String(port)]);
      await until('the sentinel listens', () => watch.stderr.includes(String(port)));
      return watch;
    };
    const stop = async (watch: SentinelProcess): Promise<void> => {
      watch.signal('SIGTERM');
      await watch.ended;
    };
    const backUp = (command = 'tar -czf backups/home-$(date +%H%M%S).tar.gz home') =>
      shellIn(run('home', "--verify './backups/*.tar.gz' --report-to ./reports.json", `sh -c '${command}'`), env);
    const state = join(folder, 'sentinel');

    let watch = await start();
    try {
      await backUp();
      expect(await judgement({ state })).toMatchObject({ state: 'green', failing: [] });
      await expect(backUp('echo "disk on fire" >&2; exit 5')).rejects.toThrow(/disk on fire/);
      expect(await judgement({ state })).toMatchObject({
        state: 'alert',
        failing: expect.arrayContaining([expect.stringMatching(/^finished: .*disk on fire/)]),
      });
      await stop(watch);
      await expect(backUp('echo "still on fire" >&2; exit 6')).rejects.toThrow(/ECONNREFUSED/);
      watch = await start();
      await backUp();
      expect(await judgement({ state })).toMatchObject({ state: 'green', failing: [] });
      const spool = await shellIn('find runner/spool -type f');
      expect(spool).toBe('');
    } finally {
      await stop(watch);
    }
  });
});

describe('restic', () => {
  const env = { RESTIC_PASSWORD: 'open sesame', RESTIC_REPOSITORY: './repository', RESTIC_CACHE_DIR: './cache' };
  beforeEach(async () => {
    await writeFile(
      join(folder, 'rules.yaml'),
      rulesWith(`  home:
    name: Home folders
    backup: ./repository/snapshots/
    finished: report ./reports/*.json
    rule: every 24 hours, allow 26; flag if it shrinks more than 90%
`),
    );
    await shellIn('restic init && mkdir home reports && head -c 3000000 /dev/urandom > home/photos', env);
  });
  const backUp = (what: string) =>
    shellIn(
      run(
        'home',
        "--verify ./repository/snapshots/ --report-to ./reports/ --need-env RESTIC_PASSWORD --verify-command 'restic check'",
        `restic backup ${what}`,
      ),
      env,
    );

  test('is green when a snapshot landed and the repository checks out', async () => {
    await backUp('home');
    expect(await judgement()).toMatchObject({ state: 'green', failing: [] });
  });

  test('fails when the repository is damaged, although restic backed up', async () => {
    await backUp('home');
    await shellIn(
      'pack=$(find repository/data -type f -size +100k | head -1); chmod u+w "$pack"; truncate -s 10 "$pack"',
    );
    await expect(backUp('home')).rejects.toThrow(/restic check/);
    expect(await judgement()).toMatchObject({
      state: 'alert',
      failing: expect.arrayContaining([expect.stringMatching(/^finished: /)]),
    });
  });

  test('without its password is not even started', async () => {
    const without = shellIn(
      `unset RESTIC_PASSWORD; ${run('home', '--report-to ./reports/ --need-env RESTIC_PASSWORD', 'restic backup home')}; echo "status $?"`,
    );
    await expect(without).rejects.toThrow(/RESTIC_PASSWORD/);
    expect(await judgement()).toMatchObject({ state: 'alert' });
  });
});

describe('borg', () => {
  const env = { BORG_PASSPHRASE: 'open sesame', BORG_REPO: './repository', BORG_BASE_DIR: './borg' };
  beforeEach(async () => {
    await writeFile(
      join(folder, 'rules.yaml'),
      rulesWith(`  home:
    name: Home folders
    backup: './repository/index.*'
    finished: report ./reports/*.json
    rule: every 24 hours, allow 26; flag if it shrinks more than 50%
`),
    );
    await shellIn(
      'borg init --encryption repokey && mkdir home reports && head -c 3000000 /dev/urandom > home/photos',
      env,
    );
  });
  const backUp = (what: string) =>
    shellIn(
      run(
        'home',
        "--verify './repository/index.*' --report-to ./reports/ --verify-command 'borg check --archives-only --last 1'",
        `borg create ::{now:%FT%T.%f} ${what}`,
      ),
      env,
    );

  test('is green when an archive was made and checks out', async () => {
    await backUp('home');
    expect(await judgement()).toMatchObject({ state: 'green', failing: [] });
    expect(await judgement({ laterHours: 8 })).toMatchObject({ state: 'green', failing: [] });
  });

  test('that could not read a file ended with 1, and is done with warnings', async () => {
    await backUp('home');
    await backUp('home nowhere');
    expect(await judgement()).toMatchObject({
      state: 'warn',
      failing: [expect.stringMatching(/^finished: .*nowhere/)],
    });
  });
});

describe('mariadb-dump', () => {
  let mariadb: MariaDbServer;
  beforeAll(async () => {
    mariadb = await startMariaDb();
    await shell(`
      mariadb ${mariadb.options} --execute 'create database shop; create table shop.orders (id int)'
      mariadb ${mariadb.options} shop --execute 'insert into orders select seq from seq_1_to_1000'`);
  });
  afterAll(() => mariadb.stop());
  const dump = (then: string) =>
    shellIn(
      `mkdir -p shop; ${run('shop-db', "--verify './shop/*.sql.gz' --verify-deep", `bash -o pipefail -c 'mariadb-dump ${mariadb.options} --single-transaction shop ${then} | gzip > shop/$(date +%F).sql.gz'`)}`,
    );

  test('through gzip is done when it is whole', async () => {
    await dump('');
    expect(await shellIn('cat shop/.sentinel/shop-db/*.json')).toMatch(/"status": "completed"/);
  });

  test('of a database that is not there fails, although gzip made a file', async () => {
    await expect(dump('nowhere')).rejects.toThrow(/nowhere/);
    expect(await shellIn('cat shop/.sentinel/shop-db/*.json')).toMatch(/"status": "failed"/);
  });
});

describe('tar', () => {
  const archive = (options = '') =>
    run(
      'etc',
      `--verify './archives/*.tar.gz' --at-least 100B ${options}`,
      "sh -c 'tar -czf archives/etc-$(date +%F).tar.gz etc'",
    );
  beforeEach(() => shellIn('mkdir -p etc archives && seq 1000 > etc/numbers'));

  test('is done, and a second one on the same day too', async () => {
    await shellIn(`${archive()} && ${archive('--verify-deep')}`);
    expect((await shellIn('ls archives/.sentinel/etc')).trim().split('\n')).toHaveLength(2);
  });

  test('of a folder that is not there is none', async () => {
    await expect(shellIn(`rm -r etc; ${archive()}`)).rejects.toThrow(/etc: Cannot stat|No such file/);
  });
});

describe('rclone', () => {
  const sync = (from: string) =>
    run(
      'photos',
      "--verify ./mirror/ --verify-any-age --report-to ./reports/ --verify-command 'rclone check --one-way photos mirror'",
      `rclone sync ${from} mirror --exclude '.sentinel/**'`,
    );
  beforeEach(() => shellIn('mkdir -p photos mirror reports && head -c 100000 /dev/urandom > photos/cat.jpg'));

  test('sync is done when the copy is the same, and again when there was nothing to do', async () => {
    await shellIn(`${sync('photos')} && ${sync('photos')}`, { RCLONE_CONFIG: '/dev/null' });
    const reports = await shellIn('cat reports/*.json');
    expect(reports.match(/"status": "completed"/g)).toHaveLength(2);
  });

  test('sync of a folder that is not there fails', async () => {
    await expect(shellIn(sync('nowhere'), { RCLONE_CONFIG: '/dev/null' })).rejects.toThrow(
      /nowhere|directory not found/,
    );
    expect(await shellIn('cat reports/*.json')).toMatch(/"status": "failed"/);
  });
});
