import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../run-commands.ts';
import { dailyRules, inSandbox } from './sandbox.ts';

const NOW = '2026-11-21T08:00:00Z';

describe.concurrent('what check prints', () => {
  test('the JSON object has every field of the command line page', async () => {
    await inSandbox(dailyRules('orders'), async ({ backup, sentinel, folder }) => {
      await backup('orders/1.dump', 412_000_000, '2026-11-20T02:00:00Z');
      await backup('orders/2.dump', 30_000_000, '2026-11-21T02:00:00Z');
      const { stdout, status } = await sentinel('check', '--now', NOW, '--json');
      expect(status).toBe(2);
      const location = (file: string) => `${folder}/orders/${file}`;
      expect(JSON.parse(stdout)).toEqual({
        now: NOW,
        rules: {
          source: `${folder}/rules.yaml`,
          version: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
          used: 'current',
          problems: [],
        },
        counts: { green: 0, warn: 0, alert: 1, escalate: 0, unknown: 0 },
        requests: { list: 0, get: 0 },
        jobs: [
          {
            job_id: 'orders',
            name: 'orders',
            state: 'alert',
            previous_state: 'green',
            since: NOW,
            changed: true,
            reason: 'worsened',
            event_id: `orders#1-${NOW}`,
            worst: 'hard',
            quieted: null,
            snoozed_until: null,
            pending_fixed: false,
            would_be: null,
            tests: {
              finished: {
                result: 'pass',
                kind: 'finished',
                reason: expect.any(String),
                measured: null,
                threshold: null,
                at: 'rules.yaml:5',
              },
              recent: {
                result: 'soft',
                kind: 'stale',
                reason: expect.any(String),
                measured: 108_000,
                threshold: 93_600,
                at: 'rules.yaml:5',
              },
              size: {
                result: 'hard',
                kind: 'shrunk',
                reason: expect.stringContaining('30 MB'),
                measured: 30_000_000,
                threshold: 206_000_000,
                at: 'rules.yaml:5',
              },
            },
            latest: { ts: '2026-11-21T02:00:00Z', size_bytes: 30_000_000, location: location('2.dump') },
            last_good: { ts: '2026-11-20T02:00:00Z', size_bytes: 412_000_000, location: location('1.dump') },
            running: null,
            data_at_risk_seconds: 108_000,
          },
        ],
        events: [
          {
            event_id: `orders#1-${NOW}`,
            job_id: 'orders',
            from: 'green',
            to: 'alert',
            reason: 'worsened',
            at: NOW,
            fixed_refuted: false,
            by: null,
            until: null,
          },
        ],
        republished: [],
      });
    });
  });

  test('the table has the worst first, a symbol and a word for each state, and no colour when asked', async () => {
    await inSandbox(dailyRules('fine', 'late', 'lost'), async ({ backup, sentinel, write }) => {
      await backup('fine/x', 1000, '2026-11-21T02:00:00Z');
      await backup('late/x', 1000, '2026-11-20T05:00:00Z');
      await write('lost/readme.part', 'not a backup');
      const { stdout, stderr } = await sentinel('check', '--now', NOW);
      expect(stderr).toBe('');
      const lines = stdout.split('\n');
      expect(lines[1]).toMatch(/^✗ alert +lost +- +- +no good backup at .*lost\//);
      expect(lines[2]).toMatch(/^! warn +late +27h +1 KB +the newest good backup is 27 hours old; up to 26 hours/);
      expect(lines[3]).toMatch(/^✓ green +fine +6h +1 KB$/);
      expect(lines[5]).toBe('3 jobs: 1 green, 1 warn, 1 alert');
      expect(stdout).not.toContain('\u001b');
    });
  });

  test('a dry run decides, writes nothing, makes no folder, and gives its events no id', async () => {
    await inSandbox(dailyRules('a'), async ({ folder, sentinel, write }) => {
      await write('a/readme.part', '');
      const { stdout, status } = await sentinel('check', '--now', NOW, '--json', '--dry-run');
      expect(status).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ events: [{ event_id: null, from: 'green', to: 'alert' }] });
      expect((await readdir(folder)).sort()).toEqual(['a', 'rules.yaml']);
    });
  });

  test('a dry run over a stored state leaves it as it is', async () => {
    await inSandbox(dailyRules('a'), async ({ backup, sentinel }) => {
      await backup('a/x', 1000, '2026-11-20T08:00:00Z');
      await sentinel('check', '--now', '2026-11-20T09:00:00Z');
      const dry = JSON.parse((await sentinel('check', '--now', '2026-11-25T09:00:00Z', '--json', '--dry-run')).stdout);
      expect(dry.jobs[0]).toMatchObject({ state: 'alert', changed: true, event_id: null });
      const stored = JSON.parse((await sentinel('status', '--json')).stdout);
      expect(stored.jobs[0]).toMatchObject({ state: 'green' });
    });
  });

  test('a check of one job judges that one, and neither accepts a document nor retires a job', async () => {
    await inSandbox(dailyRules('a', 'b'), async ({ backup, sentinel, write }) => {
      await backup('a/x', 1000, '2026-11-21T02:00:00Z');
      expect((await sentinel('check', '--now', NOW)).status).toBe(2);
      await write('rules.yaml', dailyRules('a'));
      const one = JSON.parse((await sentinel('check', '--now', NOW, '--job', 'a', '--json')).stdout);
      expect(one).toMatchObject({ counts: { green: 1, alert: 0 }, events: [], jobs: [{ job_id: 'a' }] });
      const all = JSON.parse((await sentinel('check', '--now', NOW, '--json')).stdout);
      expect(all).toMatchObject({ events: [{ job_id: 'b', from: 'alert', to: 'green', reason: 'retired' }] });
    });
  });

  test('names from outside cannot write on the terminal', async () => {
    await inSandbox(dailyRules('a'), async ({ sentinel, backup, write }) => {
      await backup('a/\u001b[2J\u202ex', 0, '2026-11-21T02:00:00Z');
      const { stdout } = await sentinel('check', '--now', NOW);
      expect(stdout).toContain('is empty');
      expect(stdout).not.toContain('\u001b');
      expect(stdout).not.toContain('\u202e');
      await write('rules.yaml', dailyRules('a').replace('version: 1', '"\\e[2Jversion": 1'));
      const { stderr } = await sentinel('check', '--now', NOW);
      expect(stderr).toContain('UNKNOWN_KEY');
      expect(stderr).not.toContain('\u001b');
    });
  });

  test('nor can they by any other command', async () => {
    const hostile = 'x\u001b[2J\u009b31m\u0007\u202e';
    const rules = dailyRules('a').replace('{ backup: ./a/', `{ name: "${hostile}", note: "${hostile}", backup: ./a/`);
    await inSandbox(rules, async ({ folder, sentinel, backup, write }) => {
      for (const day of [19, 20, 21]) await backup(`a/${hostile}${day}`, 0, `2026-11-${day}T02:00:00Z`);
      await write('a/.sentinel/last.json', JSON.stringify({ status: 'failed', error: hostile }));
      const commands = [
        ...['check', 'check --json', 'status', 'status --json', 'explain a', 'explain a --json --files', 'history a'],
        ...['history a --json', 'runs a', 'route a', 'record', 'record --format json', 'record --format csv', 'replay'],
        ...['coverage', 'coverage --json', 'summary', 'doctor'],
      ];
      const shown = await Promise.all(
        [...commands.map((each) => each.split(' ')), ['check', '--job', hostile], ['explain', hostile]].map(
          async ([command = '', ...words]) => {
            const { stdout, stderr } = await sentinel(command, ...words, '--now', NOW);
            return { command: [command, ...words].join(' '), text: stdout + stderr };
          },
        ),
      );
      for (const words of [
        ['suggest', folder],
        ['suggest', folder, '--json'],
        ['lint', join(folder, 'rules.yaml')],
      ]) {
        const { stdout, stderr } = await runCommand(words);
        shown.push({ command: words.join(' '), text: stdout + stderr });
      }
      // What a terminal acts on, apart from ends of lines and tabs.
      const acting = shown.filter(({ text }) => /[^\P{Cc}\n\r\t]|[\u202a-\u202e\u2066-\u2069]/u.test(text));
      expect(acting.map(({ command }) => command)).toEqual([]);
      expect(shown.filter(({ text }) => text === '')).toEqual([]);
    });
  });

  test('what an action left in the outbox is handed on by the next check', async () => {
    await inSandbox(dailyRules('a'), async ({ sentinel, write }) => {
      await write('a/readme.part', '');
      await sentinel('check', '--now', NOW);
      await sentinel('snooze', 'a', '--by', 'dana', '--for', '4h', '--now', '2026-11-21T09:00:00Z');
      const next = JSON.parse((await sentinel('check', '--now', '2026-11-21T10:00:00Z', '--json')).stdout);
      expect(next).toMatchObject({
        events: [],
        republished: [{ from: 'alert', to: 'green', reason: 'snoozed', by: 'dana' }],
      });
      const after = JSON.parse((await sentinel('check', '--now', '2026-11-21T11:00:00Z', '--json')).stdout);
      expect(after).toMatchObject({ events: [], republished: [] });
    });
  });

  test('history tells every transition and action, newest first', async () => {
    await inSandbox(dailyRules('a'), async ({ sentinel, backup, write }) => {
      await write('a/readme.part', '');
      await sentinel('check', '--now', '2026-11-21T08:00:00Z');
      await sentinel('mute', 'a', '--by', 'dana', '--reason', 'moving house', '--now', '2026-11-21T09:00:00Z');
      await sentinel('unmute', 'a', '--by', 'dana', '--now', '2026-11-21T10:00:00Z');
      await backup('a/x', 1000, '2026-11-21T10:30:00Z');
      await sentinel('check', '--now', '2026-11-21T11:00:00Z');
      const rows = JSON.parse((await sentinel('history', 'a', '--json')).stdout) as Record<string, unknown>[];
      expect(rows.map(({ kind, reason, by }) => [kind, reason, by])).toEqual([
        ['cleared', null, null],
        ['resume', null, 'dana'],
        ['transition', 'muted', 'dana'],
        ['mute', 'moving house', 'dana'],
        ['transition', 'worsened', null],
      ]);
      const { stdout } = await sentinel('history', 'a');
      expect(stdout).toContain('"moving house"');
    });
  });
});
