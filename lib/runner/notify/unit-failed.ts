import { randomUUID } from 'node:crypto';
import type { RunResult, RunStep } from '../run-result.ts';
import { endName } from './end-name.ts';
import { wasNotified } from './notified-invocation.ts';
import type { NotifyOptions } from './notify-options.ts';
import { openNotifier } from './run-notifier.ts';

/** How a unit ended, by systemd's code. Source: systemd.exec, SERVICE_RESULT. */
const RESULTS: Readonly<Record<string, string>> = {
  'oom-kill': 'was killed because the host ran out of memory',
  timeout: 'timed out',
  watchdog: 'was stopped by the watchdog',
  'start-limit-hit': 'was started too often',
  resources: 'could not be started: the host lacks resources',
  'core-dump': 'crashed',
  signal: 'was killed',
  protocol: 'broke the protocol of its service type',
};

/**
 * For the unit that systemd starts when the service of a job failed: sends the notifications of a runner that was killed
 * or never started. Null when the runner sent them itself; what it could not send is tried again.
 */
export async function notifyUnitFailed(options: NotifyOptions, unit: string, host: string): Promise<RunStep | null> {
  const { env, stateFolder, jobId, node, now } = options;
  const notifier = await openNotifier(options);
  await notifier.resend();
  const invocation = env.MONITOR_INVOCATION_ID ?? '';
  if (invocation !== '' && (await wasNotified(stateFolder, endName(options, 'run'), invocation))) return null;
  const at = now();
  const result: RunResult = {
    runId: randomUUID(),
    jobId,
    node,
    host,
    ending: 'stopped',
    exitStatus: exitStatusOf(env),
    startedAt: at,
    finishedAt: at,
    steps: [],
    tries: [],
    artifact: null,
    done: null,
    summary: `${unit} ${howItEnded(env)} before the runner could send a notification; see journalctl -u ${unit}`,
    outputTail: '',
  };
  return notifier.ended(result);
}

/** Since systemd 251; before, only that it failed is known. */
function howItEnded({ MONITOR_SERVICE_RESULT: result, MONITOR_EXIT_STATUS: status }: NodeJS.ProcessEnv): string {
  if (!result) return 'failed';
  if (result === 'exit-code') return `ended with ${status ?? 'a failure'}`;
  const words = RESULTS[result] ?? `failed (${result})`;
  return status && /^[A-Z]/.test(status) ? `${words} (SIG${status.replace(/^SIG/, '')})` : words;
}

/** The status of the service, where it is a valid failure status. */
function exitStatusOf({ MONITOR_EXIT_STATUS: status }: NodeJS.ProcessEnv): number {
  const number = /^\d{1,3}$/.test(status ?? '') ? Number(status) : 0;
  return number >= 1 && number <= 255 ? number : 1;
}
