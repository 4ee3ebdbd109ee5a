import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inRunnerBox, isRunning, type RunnerBox, until } from '../program/runner-box.ts';

/** What may go wrong where a job runs, each with real processes and files (docs/design/runner.md). */

const QUICK = ['--retry-delay', '20ms'] as const;
const BACKUP = gzipSync('INSERT INTO orders VALUES (1);\n'.repeat(10_000));
const YESTERDAY = new Date(Date.now() - 26 * 3_600_000);

/** Root may, but not in every container. */
const CAN_MOUNT =
  spawnSync('/bin/sh', ['-c', 'at=$(mktemp -d) && mount -t tmpfs tmpfs "$at" && umount "$at"']).status === 0;

/** A job that makes a backup of gzip; `then` is what it does afterwards. */
function backupScript(box: RunnerBox, then = ''): Promise<string> {
  return writeFile(join(box.folder, 'whole.gz'), BACKUP).then(() =>
    box.script('backup.sh', `cat "${box.folder}/whole.gz" > "${box.backups}/orders.sql.gz"\n${then}`),
  );
}

describe('a command that fails', () => {
  test('twice and then works is done at the third try', () =>
    inRunnerBox(async (box) => {
      const script = await box.script(
        'backup.sh',
        `echo x >> "${box.folder}/tries"\necho "try $SENTINEL_TRY of $SENTINEL_JOB"\n[ $(wc -l < "${box.folder}/tries") -ge 3 ] || exit 5\ndate > "${box.backups}/orders.txt"`,
      );
      const ran = await box.run(['--retries', '3', ...QUICK, '--verify', 'backups/**'], [script]);
      expect(ran).toMatchObject({
        status: 0,
        stdout: 'try 1 of orders-db\ntry 2 of orders-db\ntry 3 of orders-db\n',
        last: expect.stringMatching(/^sentinel: orders-db: done: .*orders\.txt, \d+ B/),
      });
      expect(ran.stderr).toContain('try 2 of 4 exited with status 5; trying again');
      expect(ran.stderr).toContain('the command exited with status 0 on try 3');
      expect(await box.locks()).toEqual([]);
    }));

  test('every time ends with its own status and the last thing it said', () =>
    inRunnerBox(async (box) => {
      const script = await box.script('backup.sh', `echo x >> "${box.folder}/tries"; echo "no such host" >&2; exit 9`);
      const ran = await box.run(['--retries', '2', ...QUICK, '--report-to', './'], [script]);
      expect(ran.status).toBe(9);
      expect(ran.last).toBe(
        'sentinel: orders-db: failed: the command exited with status 9 on try 3; its last line: no such host',
      );
      expect(await box.text('tries')).toBe('x\nx\nx\n');
    }));

  const statuses = [
    { name: 'one that retry-on does not name is not tried again', options: ['--retry-on', '1,5'], exit: 9, tries: 1 },
    { name: 'one that retry-on names is', options: ['--retry-on', '1,5'], exit: 5, tries: 3 },
    { name: 'one that no-retry-on names is not', options: ['--no-retry-on', '2'], exit: 2, tries: 1 },
    { name: 'a command that cannot be found is not', options: [], exit: 127, tries: 1 },
    { name: 'one of a command that a signal ended is', options: [], exit: 'kill -9 $$', status: 137, tries: 3 },
    { name: 'one that means something else here becomes 1', options: [], exit: 75, status: 1, tries: 3 },
  ];
  test.each(statuses)('of the exit statuses, $name', ({ options, exit, status, tries }) =>
    inRunnerBox(async (box) => {
      const end = typeof exit === 'number' ? `exit ${exit}` : exit;
      const script = await box.script('backup.sh', `echo x >> "${box.folder}/tries"\n${end}`);
      const ran = await box.run([...options, '--retries', '2', ...QUICK], [script]);
      expect(ran.status).toBe(status ?? exit);
      expect((await box.text('tries'))?.length).toBe(2 * tries);
    }),
  );

  test('and says SUCCESS has failed', () =>
    inRunnerBox(async (box) => {
      const script = await backupScript(box, 'echo SUCCESS; exit 1');
      const ran = await box.run(['--verify', 'backups/**'], [script]);
      expect(ran.status).toBe(1);
      expect(ran.stdout).toBe('SUCCESS\n');
      expect(ran.last).toContain('failed: the command exited with status 1');
    }));
});

describe('a command that hangs', () => {
  test('is ended with all that it started and tried again, and the run ends with 124', () =>
    inRunnerBox(async (box) => {
      const script = await box.script(
        'backup.sh',
        `echo x >> "${box.folder}/tries"; sleep 1000 & echo $! >> "${box.folder}/children"; wait`,
      );
      const ran = await box.run(['--timeout', '300ms', '--retries', '1', ...QUICK], [script]);
      expect(ran.status).toBe(124);
      expect(ran.last).toContain('the command timed out on try 2');
      expect(await box.text('tries')).toBe('x\nx\n');
      const children = (await box.text('children'))?.trim().split('\n').map(Number) ?? [];
      expect(children).toHaveLength(2);
      expect(await Promise.all(children.map(isRunning))).toEqual([false, false]);
    }));

  test('until the deadline is not tried again', () =>
    inRunnerBox(async (box) => {
      const script = await box.script('backup.sh', `echo x >> "${box.folder}/tries"; sleep 1000`);
      const ran = await box.run(['--deadline', '400ms', '--retries', '5', ...QUICK], [script]);
      expect(ran.status).toBe(124);
      expect(await box.text('tries')).toBe('x\n');
    }));
});

describe('a command that exits with 0', () => {
  test('and wrote half of its backup has failed', () =>
    inRunnerBox(async (box) => {
      const script = await box.script(
        'backup.sh',
        `head -c ${Math.floor(BACKUP.length / 2)} "${box.folder}/whole.gz" > "${box.backups}/orders.sql.gz"`,
      );
      await writeFile(join(box.folder, 'whole.gz'), BACKUP);
      const ran = await box.run(['--verify', 'backups/orders.sql.gz'], [script]);
      expect(ran.status).toBe(65);
      expect(ran.last).toMatch(/its backup is not valid: .*orders\.sql\.gz: it is cut short/);
    }));

  test('and wrote nothing has failed', () =>
    inRunnerBox(async (box) => {
      const ran = await box.run(['--verify', 'backups/'], ['true']);
      expect(ran.status).toBe(65);
      expect(ran.last).toContain('nothing found in backups/; check what the command wrote, and where');
    }));

  test('and wrote an empty file has failed', () =>
    inRunnerBox(async (box) => {
      const ran = await box.run(['--verify', 'backups/orders.sql'], ['touch', join(box.backups, 'orders.sql')]);
      expect(ran.status).toBe(65);
      expect(ran.last).toMatch(/orders\.sql is empty$/);
    }));

  test('and left the backup of yesterday where it was has failed', () =>
    inRunnerBox(async (box) => {
      await writeFile(join(box.backups, 'orders.sql.gz'), BACKUP);
      await utimes(join(box.backups, 'orders.sql.gz'), YESTERDAY, YESTERDAY);
      const ran = await box.run(['--verify', 'backups/**'], ['true']);
      expect(ran.status).toBe(65);
      expect(ran.last).toContain('26 hours before this run started: it is an earlier backup');
    }));
});

describe('a command that says that the backup is there already', () => {
  const SAYS = ['--verify', 'backups/**', '--already-done-exit', '3'];

  test('is right where it is there and whole', () =>
    inRunnerBox(async (box) => {
      await writeFile(join(box.backups, 'orders.sql.gz'), BACKUP);
      const ran = await box.run(SAYS, ['sh', '-c', 'exit 3']);
      expect(ran.status).toBe(0);
      expect(ran.last).toMatch(/^sentinel: orders-db: already there: .*orders\.sql\.gz, \d+ B \(gzip: read whole/);
    }));

  test('may say it on standard error, but only with a status other than 0', () =>
    inRunnerBox(async (box) => {
      await writeFile(join(box.backups, 'orders.sql.gz'), BACKUP);
      const options = ['--verify', 'backups/**', '--already-done-match', 'already exists'];
      expect((await box.run(options, ['sh', '-c', 'echo snapshot already exists >&2; exit 1'])).status).toBe(0);
      expect((await box.run(options, ['sh', '-c', 'echo snapshot already exists; exit 1'])).status).toBe(1);
      // With status 0 it is a backup like any other, and this one is not of this run.
      await utimes(join(box.backups, 'orders.sql.gz'), YESTERDAY, YESTERDAY);
      expect((await box.run(options, ['sh', '-c', 'echo already exists >&2'])).status).toBe(65);
    }));

  test('is wrong where it is cut short, and is not tried again', () =>
    inRunnerBox(async (box) => {
      await writeFile(join(box.backups, 'orders.sql.gz'), BACKUP);
      await truncate(join(box.backups, 'orders.sql.gz'), BACKUP.length - 20);
      const script = await box.script('backup.sh', `echo x >> "${box.folder}/tries"; exit 3`);
      const ran = await box.run([...SAYS, '--retries', '3', ...QUICK], [script]);
      expect(ran.status).toBe(76);
      expect(ran.last).toMatch(/conflict: the command says that the backup is already there, .* it is cut short/);
      expect(await box.text('tries')).toBe('x\n');
    }));

  test('is wrong where the one that is there is of yesterday', () =>
    inRunnerBox(async (box) => {
      await writeFile(join(box.backups, 'orders.sql.gz'), BACKUP);
      await utimes(join(box.backups, 'orders.sql.gz'), YESTERDAY, YESTERDAY);
      const ran = await box.run(SAYS, ['sh', '-c', 'exit 3']);
      expect(ran.status).toBe(76);
      expect(ran.last).toContain('a backup that is already there may be at most 20 hours old (--window)');
      expect((await box.run([...SAYS, '--window', '30h'], ['sh', '-c', 'exit 3'])).status).toBe(0);
    }));

  test('is wrong where only another node has made its own', () =>
    inRunnerBox(async (box) => {
      await mkdir(join(box.backups, 'n2'));
      await mkdir(join(box.backups, 'n1'));
      await writeFile(join(box.backups, 'n2', 'orders.sql.gz'), BACKUP);
      const options = ['--verify', 'backups/{node}/**', '--already-done-exit', '3'];
      expect((await box.run([...options, '--node', 'n1'], ['sh', '-c', 'exit 3'])).status).toBe(76);
      expect((await box.run([...options, '--node', 'n2'], ['sh', '-c', 'exit 3'])).status).toBe(0);
    }));
});

describe('a host that cannot back up', () => {
  test('says everything that is missing before it starts anything', () =>
    inRunnerBox(async (box) => {
      const options = ['--verify', 'nowhere/', '--need-env', 'RESTIC_PASSWORD', '--need-file', 'keys.txt'];
      const ran = await box.run([...options, '--need-free', '5000TB', '--staging', '.'], ['no-such-tool'], {
        RESTIC_PASSWORD: '',
      });
      expect(ran.status).toBe(78);
      expect(ran.last).toContain('not started: command no-such-tool not found; install it');
      expect(ran.last).toContain('the variable RESTIC_PASSWORD is not set');
      expect(ran.last).toContain('keys.txt does not exist; create it');
      expect(ran.last).toContain('5 PB is needed; free some space');
      expect(ran.last).toContain('nowhere/: there is no such folder; make it, or mount what it lies on (ENOENT)');
    }));

  test('without credentials for S3 says so', () =>
    inRunnerBox(async (box) => {
      const nothing = Object.fromEntries(
        Object.keys(process.env).flatMap((name) => (name.startsWith('AWS_') ? [[name, '']] : [])),
      );
      const ran = await box.run(['--verify', 's3://acme-backups/orders/'], ['touch', 'started'], {
        ...nothing,
        HOME: box.folder,
        AWS_REGION: 'eu-central-1',
        AWS_EC2_METADATA_DISABLED: 'true',
      });
      expect(ran.status).toBe(78);
      expect(ran.last).toContain('no AWS credentials found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
      expect(await box.text('started')).toBeNull();
    }));

  test('with credentials that are about to end says when', () =>
    inRunnerBox(async (box) => {
      const ran = await box.run(['--verify', 's3://acme-backups/orders/'], ['touch', 'started'], {
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_SESSION_TOKEN: 'test',
        AWS_CREDENTIAL_EXPIRATION: new Date(Date.now() + 120_500).toISOString(),
      });
      expect(ran.status).toBe(78);
      expect(ran.last).toMatch(/the credentials expire in (1|2) minutes?, which is too soon for a backup/);
    }));

  test('is told so by a check of its own, and leaves no probe behind', () =>
    inRunnerBox(async (box) => {
      const script = await backupScript(box);
      const refused = await box.run(['--preflight', 'echo the replica lags >&2; exit 4'], [script]);
      expect(refused.status).toBe(78);
      expect(refused.last).toContain('failed: it exited with status 4: the replica lags');
      const ran = await box.run(
        ['--preflight', 'true', '--preflight-write', '--verify', 'backups/', '--report-to', '.'],
        [script],
      );
      expect(ran.status).toBe(0);
      expect(await box.text('backups/.sentinel')).toBeNull();
    }));
});

describe('a destination', () => {
  test('that vanishes while the backup runs leaves open what is there: 69', () =>
    inRunnerBox(async (box) => {
      const ran = await box.run(['--verify', 'backups/'], ['rm', '-r', box.backups]);
      expect(ran.status).toBe(69);
      expect(ran.last).toMatch(/backups\/: no such folder .*it is not known whether the backup is there/);
    }));

  // Not everybody may mount; the test after this one does what anybody can do.
  test.skipIf(!CAN_MOUNT)('whose disk fills up fails the command, and the runner can still say so', () =>
    inRunnerBox(async (box) => {
      // A file system of its own for backups and state alike: 2 MB, all of which the command takes.
      execFileSync('/bin/sh', ['-c', `mount -t tmpfs -o size=2m tmpfs '${box.backups}'`]);
      try {
        const state = join(box.backups, 'state');
        const ran = await box.run(
          ['--state', state, '--verify', 'backups/orders.sql'],
          ['dd', 'if=/dev/zero', `of=${box.backups}/orders.sql`, 'bs=64k', 'status=none'],
        );
        expect(ran.status).toBe(1);
        expect(ran.last).toMatch(
          /failed: the command exited with status 1; its last line: dd: .*No space left on device/,
        );
        expect(ran.stderr).toContain('sentinel: notify: sent: report');
        expect(await box.text('backups/state/room/orders-db')).toBeNull();
      } finally {
        execFileSync('/bin/sh', ['-c', `umount '${box.backups}'`]);
      }
    }),
  );

  test('that takes no more in the middle of the backup ends the command by a signal: 128 + 25', () =>
    inRunnerBox(async (box) => {
      const script = await box.script('backup.sh', `ulimit -f 64\nexec cat /dev/zero > "${box.backups}/orders.sql"`);
      const ran = await box.run(['--verify', 'backups/orders.sql'], [script]);
      expect(ran.status).toBe(153);
      expect(ran.last).toContain('failed: the command was killed by SIGXFSZ');
    }));
});

describe('the lock', () => {
  test('lets one run of a job at it, and a run of another node too', () =>
    inRunnerBox(async (box) => {
      const { child, ended } = box.start([], ['sh', '-c', `touch "${box.folder}/begun"; sleep 1000`]);
      await until('the first has begun', async () => (await box.text('begun')) !== null);
      const second = await box.run([], ['touch', 'second']);
      expect(second.status).toBe(75);
      expect(second.last).toContain(
        `not started: another run of this job (process ${child.pid}) has been running since`,
      );
      expect(await box.text('second')).toBeNull();
      expect((await box.run(['--node', 'n1'], ['true'])).status).toBe(0);
      child.kill('SIGTERM');
      await ended;
    }));

  test('of a runner that was killed is taken over, but not while its command runs on', () =>
    inRunnerBox(async (box) => {
      const script = await box.script(
        'backup.sh',
        `echo $$ > "${box.folder}/pid.part"; mv pid.part pid; exec sleep 1000`,
      );
      const { child, ended } = box.start([], [script]);
      await until('the command has begun', async () => (await box.text('pid')) !== null);
      const command = Number(await box.text('pid'));
      const [lock = ''] = await box.locks();
      await until(
        'the lock names it',
        async () => (await box.text(`state/locks/${lock}`))?.includes(`${command}`) ?? false,
      );
      child.kill('SIGKILL');
      await ended;
      const held = await box.run([], ['true']);
      expect(held.status).toBe(75);
      expect(held.last).toContain(`its command still runs as process group ${command}`);
      process.kill(-command, 'SIGKILL');
      await until('the command is gone', async () => !(await isRunning(command)));
      const ran = await box.run([], ['true']);
      expect(ran.status).toBe(0);
      expect(ran.stderr).toMatch(/lock: took over the stale lock of the run of .*, which is dead/);
      expect(await box.locks()).toEqual([]);
    }));
});

describe('a runner that is told to stop', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('by %s ends its command with all that it started, and its lock is gone', (signal, status) =>
    inRunnerBox(async (box) => {
      const script = await box.script('backup.sh', `sleep 1000 & echo $! > "${box.folder}/child"; wait`);
      const { child, ended } = box.start(['--retries', '3'], [script]);
      await until('the command has begun', async () => (await box.text('child'))?.endsWith('\n') ?? false);
      child.kill(signal);
      const ran = await ended;
      expect(ran.status).toBe(status);
      expect(ran.last).toContain(`${signal} stopped the runner`);
      expect(await isRunning(Number(await box.text('child')))).toBe(false);
      expect(await box.locks()).toEqual([]);
    }),
  );
});

test('verifying that does not end before the deadline is ended with all that it started: 124', () =>
  inRunnerBox(async (box) => {
    const check = `sleep 1000 & echo $! > "${box.folder}/child"; wait`;
    const options = ['--verify', 'backups/**', '--verify-command', check, '--deadline', '3s'];
    const ran = await box.run(options, [await backupScript(box)]);
    expect(ran.status).toBe(124);
    expect(ran.last).toContain(
      'timed out: the command succeeded, but the deadline passed before its backup was verified',
    );
    expect(await isRunning(Number(await box.text('child')))).toBe(false);
  }));

test('the output of the command passes through whole, also when nobody reads it any more', () =>
  inRunnerBox(async (box) => {
    const script = await box.script(
      'backup.sh',
      'printf "\\000\\377 bytes"; echo " to stderr" >&2; seq 1 200000; touch done',
    );
    const { child, ended } = box.start(['--quiet'], [script]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const ran = await ended;
    expect(ran.status).toBe(0);
    expect(ran.stderr).toBe(' to stderr\n');
    expect(await box.text('done')).toBe('');
  }));

test('where nothing can be kept, nothing is started', () =>
  inRunnerBox(async (box) => {
    await rm(box.state, { recursive: true, force: true });
    await writeFile(box.state, 'a file, and no folder');
    const ran = await box.run([], ['touch', 'started']);
    expect(ran.status).toBe(78);
    expect(ran.last).toMatch(/the state folder .* cannot be used \(E\w+\); free space there/);
    expect(await box.text('started')).toBeNull();
  }));
