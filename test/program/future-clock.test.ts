import { expect, test } from 'vitest';
import { runCommand } from '../run-commands.ts';
import { dailyRules, inSandbox, type Sandbox } from './sandbox.ts';

const NOW = '2026-11-21T08:00:00Z';
const FUTURE = '2036-01-01T08:00:00Z';

async function transitions({ sentinel }: Sandbox): Promise<number> {
  const { stdout } = await sentinel('history', 'orders', '--json');
  return JSON.parse(stdout).length;
}

test('a check ten years ahead keeps every row of the audit log', async () => {
  await inSandbox(dailyRules('orders'), async (sandbox) => {
    await sandbox.backup('orders/a.dump', 1000, '2026-11-10T02:00:00Z');
    await sandbox.sentinel('check', '--now', NOW);
    const before = await transitions(sandbox);
    expect(before).toBeGreaterThan(0);
    await sandbox.sentinel('check', '--now', FUTURE);
    await sandbox.sentinel('check', '--now', '2036-01-03T08:00:00Z');
    expect(await transitions(sandbox)).toBeGreaterThan(before);
  });
});

test('a check ahead of the clock stores nothing where no state folder is named, and says so', async () => {
  await inSandbox(dailyRules('orders'), async ({ folder, rules, backup }) => {
    await backup('orders/a.dump', 1000, '2026-11-10T02:00:00Z');
    const ahead = await runCommand(['check', '--rules', rules, '--now', FUTURE], {}, folder);
    expect(ahead.stderr).toContain("--now is ahead of this machine's clock, so nothing is stored");
    expect(ahead.status).toBe(2);
    const { stdout } = await runCommand(['status', '--rules', rules, '--json'], {}, folder);
    expect(JSON.parse(stdout).jobs).toMatchObject([{ job_id: 'orders', since: null }]);
  });
});

test('an action ahead of the clock is refused where no state folder is named', async () => {
  await inSandbox(dailyRules('orders'), async ({ folder, rules }) => {
    const args = ['mute', 'orders', '--by', 'dana', '--rules', rules, '--now', FUTURE];
    const { status, stderr } = await runCommand(args, {}, folder);
    expect({ status, stderr }).toEqual({ status: 64, stderr: expect.stringContaining('--now is ahead') });
  });
});
