import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NotifyOptions } from '../../../lib/runner/notify/notify-options.ts';
import { openNotifier } from '../../../lib/runner/notify/run-notifier.ts';
import { notifyUnitFailed } from '../../../lib/runner/notify/unit-failed.ts';
import { FAILED, NotifierSetting } from './notifier-setting.ts';

const UNIT = 'sentinel-run-orders-db.service';
let setting: NotifierSetting;
beforeEach(async () => {
  setting = await NotifierSetting.make();
});
afterEach(() => setting.remove());

const unitFailed = (env: NodeJS.ProcessEnv, options: Partial<NotifyOptions> = {}) =>
  notifyOf(setting.options({ reportTo: setting.at('report.json'), env, ...options }));

const notifyOf = async (options: NotifyOptions) =>
  notifyUnitFailed(await openNotifier(options), options, 'run', UNIT, ({ at, exitStatus, summary }) => ({
    ...FAILED,
    ending: 'stopped',
    startedAt: at,
    finishedAt: at,
    exitStatus,
    summary,
  }));

describe('the unit that systemd starts when the service failed', () => {
  const ends = [
    { env: {}, says: 'failed before the runner could send a notification', status: 1 },
    {
      env: { MONITOR_SERVICE_RESULT: 'oom-kill', MONITOR_EXIT_STATUS: 'KILL' },
      says: 'ran out of memory (SIGKILL)',
      status: 1,
    },
    { env: { MONITOR_SERVICE_RESULT: 'signal', MONITOR_EXIT_STATUS: 'SEGV' }, says: 'was killed (SIGSEGV)', status: 1 },
    { env: { MONITOR_SERVICE_RESULT: 'exit-code', MONITOR_EXIT_STATUS: '203' }, says: 'ended with 203', status: 203 },
    { env: { MONITOR_SERVICE_RESULT: 'timeout', MONITOR_EXIT_STATUS: '0' }, says: 'timed out', status: 1 },
  ];
  test.each(ends)('notifies for a runner that did not: $says', async ({ env, says, status }) => {
    const step = await unitFailed({ ...env, MONITOR_INVOCATION_ID: 'c0ffee' });
    expect(step).toMatchObject({ ok: true });
    expect(await setting.json('report.json')).toMatchObject({
      status: 'failed',
      ending: 'stopped',
      exit_status: status,
      error: expect.stringContaining(says),
    });
  });

  test('sends nothing again after the runner has', async () => {
    await (await setting.open({ env: { INVOCATION_ID: 'c0ffee' } })).ended(FAILED);
    expect(await unitFailed({ MONITOR_INVOCATION_ID: 'c0ffee' })).toBeNull();
    expect(await unitFailed({ MONITOR_INVOCATION_ID: 'decaf' })).not.toBeNull();
  });

  test('tries again what the runner could not send', async () => {
    const away = { reportTo: setting.at('away/report.json') };
    await (await setting.open({ ...away, env: { INVOCATION_ID: 'c0ffee' } })).ended(FAILED);
    expect(await unitFailed({ MONITOR_INVOCATION_ID: 'c0ffee' })).toBeNull();
    expect(await setting.json('report.json')).toMatchObject({ run_id: FAILED.runId });
  });
});
