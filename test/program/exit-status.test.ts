import { describe, expect, test } from 'vitest';
import { runProcess } from '../processes.ts';
import { runSentinel } from '../run-sentinel.ts';
import { dailyRules, inSandbox } from './sandbox.ts';

const NOW = '2026-11-21T08:00:00Z';

/** What stands in each job's folder, and the exit status that monitoring sees. */
const checks = [
  { name: 'every job green is 0', backups: { a: '2026-11-21T02:00:00Z', b: '2026-11-21T03:00:00Z' }, status: 0 },
  { name: 'a warning is 1', backups: { a: '2026-11-20T05:00:00Z', b: '2026-11-21T03:00:00Z' }, status: 1 },
  { name: 'an alert is 2', backups: { a: '2026-11-10T05:00:00Z', b: '2026-11-21T03:00:00Z' }, status: 2 },
  {
    name: 'an alert beside a warning is 2',
    backups: { a: '2026-11-10T05:00:00Z', b: '2026-11-20T05:00:00Z' },
    status: 2,
  },
];

describe.concurrent('exit status', () => {
  test.each(checks)('of check and status: $name', async ({ backups, status }) => {
    await inSandbox(dailyRules('a', 'b'), async ({ backup, sentinel }) => {
      for (const [job, at] of Object.entries(backups)) await backup(`${job}/x.dump`, 1000, at);
      expect((await sentinel('check', '--now', NOW)).status).toBe(status);
      expect((await sentinel('status', '--now', NOW)).status).toBe(status);
    });
  });

  test('with too few open files allowed is 71, with what to do and no stack trace', async () => {
    // With fewer than these Node itself does not start, and the program needs two or three more.
    const ended = [];
    for (let files = 16; files <= 26; files += 1) {
      const line = `ulimit -n ${files}; exec "$0" dist/sentinel.js check --rules none.yaml`;
      ended.push(await runProcess('bash', ['-c', line, process.execPath]));
    }
    const own = ended.filter(({ stderr }) => stderr.startsWith('sentinel: ') && !stderr.includes('none.yaml'));
    expect(own.length).toBeGreaterThan(0);
    for (const { status, stderr } of own) {
      expect([status, stderr.trim().split('\n').length]).toEqual([71, 1]);
      expect(stderr).toContain('too many open files: this process may open too few');
      expect(stderr).toContain('LimitNOFILE=1024');
    }
  });

  test('of status before any check is 3: nothing is known', async () => {
    await inSandbox(dailyRules('a'), async ({ sentinel }) => {
      const { status, stdout } = await sentinel('status');
      expect(status).toBe(3);
      expect(stdout).toContain('not checked yet');
    });
  });

  const wrongUsage = [
    { name: 'an unknown command', args: ['chek'] },
    { name: 'an unknown option', args: ['check', '--ruls', 'x'] },
    { name: 'no command', args: [] },
    { name: 'a missing argument', args: ['explain'] },
    { name: 'an action by nobody', args: ['mute', 'a'] },
    { name: 'an instant without an offset', args: ['check', '--now', '2026-11-21'] },
    { name: 'a state that is no folder and no table', args: ['check', '--state', 'postgres://x'] },
    { name: 'an unnamed table', args: ['check', '--state', 'dynamodb://'] },
    { name: 'a bus without tables', args: ['check', '--bus', 'b'] },
    { name: 'rules from an unknown place', args: ['check', '--rules', 'https://x/rules.yaml'] },
    { name: 'rules in a bucket without a key', args: ['check', '--rules', 's3://bucket'] },
  ];
  test.each(wrongUsage)('of wrong usage is 64: $name', async ({ args }) => {
    const { status, stderr, stdout } = await runSentinel(args);
    expect(status).toBe(64);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  });

  test.each([
    ['check --job', 'did you mean orders?'],
    ['explain', 'did you mean orders?'],
    ['fixed --by dana', 'did you mean orders?'],
    // There may be history of a job that the rules doc no longer has.
    ['history', 'ordres'],
  ])('of %s for an unknown job is 64', async (words, says) => {
    await inSandbox(dailyRules('orders'), async ({ sentinel }) => {
      const [command = '', ...args] = words.split(' ');
      const { status, stderr } = await sentinel(command, ...args, 'ordres');
      expect(status).toBe(64);
      expect(stderr).toContain('ordres');
      expect(stderr).toContain(says);
    });
  });

  test('of --help and --version is 0', async () => {
    expect((await runSentinel(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runSentinel(['--help'])).stdout).toContain('check');
    expect((await runSentinel(['check', '--help'])).stdout).toContain('--dry-run');
  });
});
