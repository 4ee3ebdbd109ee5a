import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crontabLine } from '../../../lib/runner/install/crontab-line.ts';
import { installCron, installSystemd } from '../../../lib/runner/install/install.ts';
import type { InstallRequest } from '../../../lib/runner/install/install-request.ts';
import { onCalendar } from '../../../lib/runner/install/on-calendar.ts';
import { readSchedule } from '../../../lib/runner/install/read-schedule.ts';
import { systemdUnits } from '../../../lib/runner/install/systemd-units.ts';

const REQUEST: InstallRequest = {
  jobId: 'orders-db',
  node: null,
  verb: 'run',
  program: ['/usr/bin/node', '/opt/sentinel/sentinel-run.mjs'],
  runArguments: ['orders-db', '--verify', '/srv/backups/', '--', 'pg_dump', '-f', '/srv/backups/orders.dump'],
  alertArguments: ['orders-db', '--report-to', '/srv/reports/'],
  workingDirectory: '/srv',
  environment: { SENTINEL_PING_URL: 'https://pings.example.com/ping/x' },
  schedule: readSchedule('30 2 * * *'),
  isForUser: false,
};

/** What must come through every layer of quoting as it is. */
const AWKWARD = [
  'two words',
  'it\'s "quoted"',
  '%Y-%m-%d',
  '$HOME',
  '$' + '{HOME}x',
  'back\\slash',
  '',
  ';',
  'a;b|c&d',
  '#x',
  '*',
  '`id`',
  '~',
  '!x',
  'ünï',
];

describe('--schedule', () => {
  const cases = [
    { text: '02:30', events: ['*-*-* 02:30:00'] },
    { text: '30 2 * * *', events: ['*-*-* 02:30:00'] },
    { text: '*/15 * * * *', events: ['*-*-* *:00/15:00'] },
    { text: '0 9-17/2 * * 1-5', events: ['Mon,Tue,Wed,Thu,Fri *-*-* 09..17/2:00:00'] },
    { text: '5,35 1 1,15 */3 *', events: ['*-01/3-01,15 01:05,35:00'] },
    { text: '0 0 * * 7', events: ['Sun *-*-* 00:00:00'] },
    { text: '0 0 * * 5-7', events: ['Sun,Fri,Sat *-*-* 00:00:00'] },
    // Cron: on the 13th and on every Friday.
    { text: '0 0 13 * 5', events: ['*-*-13 00:00:00', 'Fri *-*-* 00:00:00'] },
    { text: 'Mon..Fri 02:30', events: ['Mon..Fri 02:30'] },
    { text: 'daily', events: ['daily'] },
  ];
  test.each(cases)('$text', ({ text, events }) => expect(onCalendar(readSchedule(text))).toEqual(events));

  test.each([
    '61 2 * * *',
    '0 24 * * *',
    '0 2 0 * *',
    '0 2 * 13 *',
    '0 2 * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '1- * * * *',
  ])('%s is refused', (text) => expect(() => readSchedule(text)).toThrow(/is not a valid .*; write numbers from/));
  test.each(['', '  ', 'daily\nExecStart=/bin/sh'])('%j is refused', (text) =>
    expect(() => readSchedule(text)).toThrow(/is not a valid schedule; write 02:30/),
  );
});

describe('the crontab line', () => {
  test('is five fields and one command', () => {
    expect(crontabLine(REQUEST, null)).toBe(
      '30 2 * * * cd /srv && PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' +
        ' /usr/bin/node /opt/sentinel/sentinel-run.mjs' +
        ' run orders-db --verify /srv/backups/ -- pg_dump -f /srv/backups/orders.dump',
    );
  });

  test('gives the shell every word as it was, after cron has taken its % signs', () => {
    const line = crontabLine(
      { ...REQUEST, program: ['/usr/bin/printf'], workingDirectory: '/', runArguments: AWKWARD },
      null,
    );
    // As cron does: an unescaped % ends the command; \% is a %.
    const command = line.split(' ').slice(5).join(' ');
    expect(command.replaceAll('\\%', '')).not.toContain('%');
    const seen = command.replaceAll('\\%', '%').replace('/usr/bin/printf run', '/usr/bin/printf "%s\\0"');
    expect(execFileSync('/bin/sh', ['-c', seen], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(AWKWARD);
  });

  test('refuses a line break, and a schedule that only systemd knows', () => {
    expect(() => crontabLine({ ...REQUEST, runArguments: ['a\nb'] }, null)).toThrow(
      /which a crontab cannot hold; put the command/,
    );
    expect(() => crontabLine({ ...REQUEST, schedule: readSchedule('daily') }, null)).toThrow(
      /which cron does not support/,
    );
  });
});

describe('the addresses of a job that cron runs', () => {
  test('stand in a file for its owner alone, and not in the line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sentinel cron-'));
    try {
      const address = `https://pings.example.com/ping/x?a=1&b=%20$HOME"'\\`;
      const request = { ...REQUEST, program: ['/usr/bin/env'] as const, workingDirectory: '/', runArguments: [] };
      const { output } = await installCron({ ...request, environment: { SENTINEL_PING_URL: address } }, folder);
      expect(output).not.toContain('pings.example.com');
      expect((await stat(join(folder, 'sentinel-run-orders-db.env'))).mode & 0o777).toBe(0o600);
      const command = (output ?? '').split(' ').slice(5).join(' ').replace('/usr/bin/env run', '/usr/bin/env');
      expect(execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' })).toContain(
        `SENTINEL_PING_URL=${address}\n`,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the units for systemd', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentinel-units-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const textOf = (name: string, request = REQUEST): string =>
    systemdUnits(request, folder).find((file) => file.name === name)?.text ?? '';

  test('of a proof have names of their own, and let it isolate what it restores', () => {
    const request: InstallRequest = {
      ...REQUEST,
      verb: 'prove',
      runArguments: ['orders-db', '--expect', 'SELECT 1', '>= 1'],
    };
    const proof = textOf('sentinel-prove-orders-db.service', request);
    expect(proof).toMatch(/^ExecStart=.* prove orders-db --expect "SELECT 1" ">= 1"$/m);
    expect(proof).toContain('OnFailure=sentinel-prove-orders-db-failed.service');
    expect(proof).not.toContain('RestrictNamespaces');
    expect(textOf('sentinel-run-orders-db.service')).toContain('RestrictNamespaces=yes');
  });

  test('wire the failure of the service to the unit that notifies', () => {
    expect(textOf('sentinel-run-orders-db.service')).toContain('\nOnFailure=sentinel-run-orders-db-failed.service\n');
    expect(textOf('sentinel-run-orders-db-failed.service')).toContain(
      '\nExecStart=/usr/bin/node /opt/sentinel/sentinel-run.mjs run orders-db --report-to /srv/reports/ --unit-failed sentinel-run-orders-db.service\n',
    );
    expect(textOf('sentinel-run-orders-db.timer')).toMatch(/\nOnCalendar=\*-\*-\* 02:30:00\n(#.*\n)?Persistent=true\n/);
  });

  test('keep addresses out of what every user may read', () => {
    const files = systemdUnits(REQUEST, folder);
    expect(files.filter(({ text }) => text.includes('pings.example.com')).map(({ isSecret }) => isSecret)).toEqual([
      true,
    ]);
  });

  test('write words so that systemd reads them as they are', () => {
    const [line = ''] =
      /ExecStart=.*/.exec(textOf('sentinel-run-orders-db.service', { ...REQUEST, runArguments: AWKWARD })) ?? [];
    expect(line).toContain(
      'run "two words" "it\'s \\"quoted\\"" %%Y-%%m-%%d $$HOME "$${HOME}x" "back\\\\slash" "" ";" "a;b|c&d" "#x" "*" "`id`" "~" "!x" "ünï"',
    );
    expect(() => textOf('x', { ...REQUEST, runArguments: ['a\nExecStart=/bin/sh'] })).toThrow(
      /put the command into a script/,
    );
  });

  test('are written once, replaced when they change, and never over another file', async () => {
    const outcomes = async (request = REQUEST) =>
      (await installSystemd(request, folder)).notes.slice(0, 4).map((note) => note.split(' ')[0]);
    expect(await outcomes()).toEqual(['wrote', 'wrote', 'wrote', 'wrote']);
    expect((await stat(join(folder, 'sentinel-run-orders-db.env'))).mode & 0o777).toBe(0o600);
    expect(await outcomes()).toEqual(['unchanged:', 'unchanged:', 'unchanged:', 'unchanged:']);
    await writeFile(join(folder, 'sentinel-run-orders-db.env'), 'PGPASSWORD="x"\n');
    expect(await outcomes({ ...REQUEST, schedule: readSchedule('03:00') })).toEqual([
      'unchanged:',
      'replaced',
      'unchanged:',
      'kept:',
    ]);
    expect(await readFile(join(folder, 'sentinel-run-orders-db.env'), 'utf8')).toBe('PGPASSWORD="x"\n');
    await writeFile(join(folder, 'sentinel-run-orders-db.timer'), '[Timer]\n');
    await expect(outcomes()).rejects.toThrow(/already exists and was not made by --install; move it first/);
  });
});
