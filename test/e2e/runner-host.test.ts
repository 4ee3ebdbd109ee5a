import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onCalendar } from '../../lib/runner/install/on-calendar.ts';
import { readSchedule } from '../../lib/runner/install/read-schedule.ts';
import { RUN_FAILED_MESSAGE_ID } from '../../lib/runner/notify/journal.ts';
import { type Finished, runProcess } from '../processes.ts';
import { type AwsServer, KEYS, startMiniStack } from './aws-servers.ts';
import { shell } from './shell.ts';

/** The runner as it comes to a host: as one file, as one program, under systemd and cron, with a journal and without. */

let built: string;
let folder: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'sentinel-built-'));
  for (const form of [[], ['--executable']]) {
    execFileSync(process.execPath, ['esbuild.runner.mjs', '--out', built, ...form], { stdio: 'pipe' });
  }
});
afterAll(() => rm(built, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-host-'));
  await mkdir(join(folder, 'backups'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** With nothing in its environment but what is given. */
function run(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  return runProcess(program, args, { cwd: folder, env: { PATH: '/usr/bin:/bin', HOME: folder, ...env } });
}
const BACKUP = ['--', 'sh', '-c', 'seq 1000 | gzip > backups/numbers.gz'];
const LOCAL = ['run', 'numbers', '--state', 'state', '--verify', 'backups/**'];

describe('the runner as one file', () => {
  /** In a folder of its own, with nothing beside it. */
  const alone = async (...files: string[]): Promise<string> => {
    const place = join(folder, 'bin');
    await mkdir(place, { recursive: true });
    for (const file of files) await copyFile(join(built, file), join(place, file));
    return join(place, 'sentinel-run.mjs');
  };

  test('needs only Node.js', async () => {
    const file = await alone('sentinel-run.mjs');
    const ran = await run(process.execPath, [file, ...LOCAL, ...BACKUP]);
    expect(ran).toMatchObject({ status: 0, stdout: '' });
    expect(ran.stderr).toMatch(/sentinel: numbers: done: .*numbers\.gz, 1\.8 KB \(gzip: read whole and decompressed; /);
    expect((await readFile(file, 'utf8')).includes('PutObjectCommand')).toBe(false);
    // A third of it reads the rules doc, for `prove --rules`; nothing of that is run by `run`.
    expect((await stat(file)).size).toBeLessThan(1_200_000);
  });

  test('says what is missing when a backup goes to S3 and the second file is not there', async () => {
    const file = await alone('sentinel-run.mjs');
    const args = ['run', 'numbers', '--state', 'state', '--verify', 's3://acme/numbers/**', '--', 'true'];
    const { status, stderr } = await run(process.execPath, [file, ...args], KEYS);
    expect(status).not.toBe(0);
    expect(stderr).toContain('s3:// needs the file sentinel-run-s3.mjs beside sentinel-run.mjs; copy it there as well');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('is the runner alone: other commands are refused', async () => {
    const file = await alone('sentinel-run.mjs');
    const { status, stderr } = await run(process.execPath, [file, 'check']);
    expect(status).toBe(64);
    expect(stderr).toContain('this is the runner alone');
  });

  describe('with the second file beside it', () => {
    let s3: AwsServer;
    beforeAll(async () => {
      s3 = await startMiniStack();
      await fetch(`${s3.endpoint}/acme`, { method: 'PUT' });
    });
    afterAll(() => s3.stop());

    test('verifies a backup in S3 and puts the report beside it', async () => {
      const file = await alone('sentinel-run.mjs', 'sentinel-run-s3.mjs');
      const upload = `curl --silent --fail --noproxy '*' -T backups/numbers.gz ${s3.endpoint}/acme/numbers/today.gz`;
      const command = ['--', 'sh', '-c', `seq 1000 | gzip > backups/numbers.gz && ${upload}`];
      const args = ['run', 'numbers', '--state', 'state', '--verify', 's3://acme/numbers/**'];
      const env = { ...KEYS, AWS_ENDPOINT_URL: s3.endpoint, NO_PROXY: '127.0.0.1' };
      const ran = await run(process.execPath, [file, ...args, ...command], env);
      expect(ran.stderr).toMatch(/notify: sent: report s3:\/\/acme\/numbers\/\.sentinel\/numbers\/.*\.json/);
      expect(ran).toMatchObject({ status: 0 });
    });
  });
});

describe('the runner as one program', () => {
  test('needs nothing, not even Node.js', async () => {
    const program = join(built, 'sentinel');
    const ran = await run(program, [...LOCAL, ...BACKUP], { PATH: '/bin:/usr/bin' });
    expect(ran).toMatchObject({ status: 0, stdout: '' });
    expect(ran.stderr).toMatch(/sentinel: numbers: done: .*numbers\.gz, 1\.8 KB \(gzip: read whole and decompressed; /);
    expect(await run(program, ['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect(await run(program, ['run'])).toMatchObject({ status: 64 });
  });

  test('reads a configuration, and speaks to S3 as well', async () => {
    await writeFile(
      join(folder, 'numbers.yaml'),
      'command: [sh, -c, "exit 3"]\nstate: ./state\nreport-to: ./report.json\n',
    );
    const program = join(built, 'sentinel');
    expect(await run(program, ['run', 'numbers', '--config', 'numbers.yaml'])).toMatchObject({ status: 3 });
    const s3 = ['run', 'numbers', '--state', 'state', '--verify', 's3://acme/numbers/**', '--', 'true'];
    const { status, stderr } = await run(program, s3, { ...KEYS, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    expect(status).toBe(78);
    expect(stderr).toContain('ECONNREFUSED');
  });

  test('schedules itself', async () => {
    const program = join(built, 'sentinel');
    const { stdout } = await run(program, [
      'run',
      'numbers',
      '--install',
      'cron',
      '--schedule',
      '0 3 * * 1-5',
      '--',
      'date',
      '+%F',
    ]);
    expect(stdout).toContain(`${program} run numbers -- date +\\%F`);
  });
});

describe('the units for systemd', () => {
  const install = (...args: string[]) =>
    shell(
      `${process.execPath} ${resolve('dist/sentinel.js')} run orders-db --install systemd --install-to ./units ${args.join(' ')}`,
      {
        cwd: folder,
      },
    );

  test('pass systemd-analyze verify, whatever is in the command', async () => {
    const words = `"--verify" './a folder/%Y/' --heartbeat https://pings.example.com/x --schedule '*/10 1-5 1,15 * 1-5' -- sh -c 'echo "$HOME" %d \\ ; \`id\` é' ''`;
    await install(words);
    const units = [
      'sentinel-run-orders-db.service',
      'sentinel-run-orders-db.timer',
      'sentinel-run-orders-db-failed.service',
    ];
    const said = await shell(`systemd-analyze verify ${units.map((name) => `./units/${name}`).join(' ')} 2>&1`, {
      cwd: folder,
    });
    expect(said).toBe('');
    expect(await readFile(join(folder, 'units/sentinel-run-orders-db.env'), 'utf8')).toContain('pings.example.com');
  });

  test('of a node, and again with another schedule, replace what is there', async () => {
    await install('--node n1 --schedule 02:30 -- true');
    await install('--node n1 --schedule "Mon..Fri 04:00" -- true');
    const timer = await readFile(join(folder, 'units/sentinel-run-orders-db-at-n1.timer'), 'utf8');
    expect(timer).toContain('OnCalendar=Mon..Fri 04:00\n');
    await shell('systemd-analyze verify ./units/*.service ./units/*.timer', { cwd: folder });
  });

  describe('and the one that is started when the service failed', () => {
    /** Runs what stands behind ExecStart=, in the environment that systemd would give it. */
    const start = async (unit: string, env: Readonly<Record<string, string>>): Promise<string> => {
      const text = await readFile(join(folder, 'units', unit), 'utf8');
      const command = /^ExecStart=(.*)$/m.exec(text)?.[1] ?? '';
      return shell(`${command} 2>&1 || echo "status $?"`, { cwd: folder, env });
    };
    beforeEach(() => install('--state ./state --report-to ./report.json -- sh -c "exit 3"'));

    test('tells of a runner that was killed', async () => {
      const env = { MONITOR_SERVICE_RESULT: 'oom-kill', MONITOR_EXIT_STATUS: 'KILL', MONITOR_INVOCATION_ID: 'c0ffee' };
      expect(await start('sentinel-run-orders-db-failed.service', env)).toContain('sent: report');
      expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toMatchObject({
        status: 'failed',
        error: expect.stringContaining('sentinel-run-orders-db.service was killed because the host ran out of memory'),
      });
    });

    test('says nothing again of what the runner told', async () => {
      expect(await start('sentinel-run-orders-db.service', { INVOCATION_ID: 'c0ffee' })).toContain('status 3');
      const env = { MONITOR_SERVICE_RESULT: 'exit-code', MONITOR_EXIT_STATUS: '3', MONITOR_INVOCATION_ID: 'c0ffee' };
      const said = await start('sentinel-run-orders-db-failed.service', env);
      expect(said).toBe('sentinel: the runner already sent its notifications\n');
      expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toMatchObject({
        ending: 'command-failed',
      });
    });
  });

  const schedules = [
    '02:30',
    '*/15 * * * *',
    '0 9-17/2 * * 1-5',
    '5,35 1 1,15 */3 *',
    '0 0 * * 0,7',
    '0 0 13 * 5',
    '0 */6 * * *',
  ];
  test.each(schedules)('say %s as systemd understands it', async (text) => {
    for (const event of onCalendar(readSchedule(text))) {
      expect(await shell(`systemd-analyze calendar '${event}'`)).toContain('Next elapse');
    }
  });
});

describe('the journal', () => {
  /** In a mount namespace of its own, so that this host's journal, if it has one, is out of reach. */
  const inOwnNamespace = async (script: string): Promise<string> => {
    const file = join(folder, 'script.sh');
    const mounts = 'mount --make-rprivate / && mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/log';
    const noSyslog = '{ [ ! -e /dev/log ] || mount --bind /dev/null /dev/log; }';
    await writeFile(file, `set -e\n${mounts} && ${noSyslog}\n${script}\n`);
    await chmod(file, 0o755);
    const asRoot = process.getuid?.() === 0 ? '' : '--map-root-user';
    return shell(`unshare --mount ${asRoot} bash ${file} 2>&1`, { cwd: folder });
  };
  const FAILING = `${process.execPath} ${resolve('dist/sentinel.js')} run orders-db --state ./state -- sh -c 'echo no such table >&2; exit 4'`;

  test('has the failure as an entry with fields, which can be asked for', async () => {
    const said = await inOwnNamespace(`mkdir -p /run/systemd/journal /run/log/journal
/lib/systemd/systemd-journald & journald=$!
for i in $(seq 50); do [ -S /run/systemd/journal/socket ] && break; sleep 0.1; done
${FAILING} || echo "status $?"
journalctl --sync
echo "ENTRY $(journalctl --no-pager -o json MESSAGE_ID=${RUN_FAILED_MESSAGE_ID})"
kill $journald`);
    expect(said).toContain('status 4');
    expect(said).toContain('sent: the journal');
    const entry = JSON.parse(/^ENTRY (.*)$/m.exec(said)?.[1] ?? '');
    expect(entry).toMatchObject({
      PRIORITY: '3',
      SYSLOG_IDENTIFIER: 'backup-sentinel',
      SENTINEL_JOB: 'orders-db',
      SENTINEL_ENDING: 'command-failed',
      SENTINEL_EXIT_STATUS: '4',
      MESSAGE: expect.stringMatching(/^Backup orders-db on .*: failed: .*no such table/),
    });
  });

  test('that is missing is said, and changes nothing else', async () => {
    const said = await inOwnNamespace(`${FAILING} || echo "status $?"`);
    expect(said).toContain('status 4');
    expect(said).toContain('not sent: no notification is set up; this host has neither a system journal nor syslog');
  });
});
