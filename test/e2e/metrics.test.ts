import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../faults/embedded-store-process.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import { dailyRules, inSandbox, type Sandbox } from '../program/sandbox.ts';
import { freePort, ServerProcess } from './server-process.ts';

const SIZE = 5_000_000;

/** Jobs that are well, broken and new, served by `watch`; with an API token that may read. */
async function servedMetrics(work: (url: string, token: string, sandbox: Sandbox) => Promise<void>): Promise<void> {
  await inSandbox(dailyRules('fine', 'broken'), async (sandbox) => {
    await sandbox.backup('fine/a.dump', SIZE, new Date(Date.now() - 3_600_000).toISOString());
    await sandbox.write('broken/readme.part', '');
    const place = ['--rules', sandbox.rules, '--state', sandbox.state];
    const made = await sandbox.sentinel('key', 'create', '--api', '--for', 'dana', '--quiet');
    const token = made.stdout.trim();
    expect(token).toMatch(/^bks_/);
    const watch = new SentinelProcess(['watch', '--port', '0', ...place]);
    try {
      await until('it serves', () => /sign in as .*\n/.test(watch.stderr));
      await until('it has checked', () => watch.stdout.includes('broken'));
      await work(/at (http:\/\/\S+)\//.exec(watch.stderr)?.[1] ?? '', token, sandbox);
    } finally {
      watch.signal('SIGTERM');
      await watch.ended;
    }
  });
}

test('promtool finds nothing wrong with the metrics', async () => {
  await servedMetrics(async (url, token) => {
    const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    const input = await answer.text();
    expect(input).toContain('backup_sentinel_job_state{job_id="broken",state="alert"} 1');
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
  });
});

test('Prometheus reads them as it would any day, by OpenMetrics and with a token from a file', async () => {
  await servedMetrics(async (url, token, sandbox) => {
    await sandbox.write('token', token);
    await sandbox.write(
      'prometheus.yml',
      `scrape_configs:
  - job_name: sentinel
    scrape_interval: 1s
    authorization: { credentials_file: ${join(sandbox.folder, 'token')} }
    static_configs: [{ targets: ['${new URL(url).host}'] }]
`,
    );
    const own = `http://127.0.0.1:${await freePort()}`;
    const query = async (expression: string): Promise<[Record<string, string>, string][]> => {
      const answer = await fetch(`${own}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const { data } = (await answer.json()) as {
        data: { result: { metric: Record<string, string>; value: [number, string] }[] };
      };
      return data.result.map(({ metric, value }) => [metric, value[1]]);
    };
    const prometheus = await ServerProcess.start({
      name: 'prometheus',
      program: 'prometheus',
      args: [
        `--config.file=${join(sandbox.folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(sandbox.folder, 'tsdb')}`,
        `--web.listen-address=${new URL(own).host}`,
      ],
      isReady: async () => (await fetch(`${own}/-/ready`)).ok && (await query('up == 1')).length === 1,
    });
    try {
      const states = await query('backup_sentinel_job_state == 1');
      expect(states.map(([{ job_id, state }]) => `${job_id} ${state}`).sort()).toEqual(['broken alert', 'fine green']);
      expect((await query('backup_sentinel_job_last_good_size_bytes')).map(([, value]) => value)).toEqual([
        String(SIZE),
      ]);
      const atRisk = await query('backup_sentinel_job_data_at_risk_seconds > 86400');
      expect(atRisk.map(([{ job_id }, value]) => [job_id, value])).toEqual([['broken', '+Inf']]);
      // Two in the first pass; a later one looks at what is due then, which is the broken job.
      expect((await query('backup_sentinel_last_pass_judged_jobs'))[0]?.[1]).toMatch(/^[12]$/);
    } finally {
      await prometheus.stop();
    }
  });
});
