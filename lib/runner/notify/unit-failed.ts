import type { Instant } from '../../core/instant.ts';
import type { Notifier } from '../notifier.ts';
import type { RunStep } from '../run-result.ts';
import { endName } from './end-name.ts';
import { wasNotified } from './notified-invocation.ts';
import type { NotifyOptions } from './notify-options.ts';

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

/** A unit that failed before its command could notify of it. */
export interface FailedUnit {
  readonly at: Instant;
  readonly exitStatus: number;
  readonly summary: string;
}

/**
 * For the unit that systemd starts when the service of a job failed: sends the notifications of a run, or a proof, that
 * was killed or never started. Null when it sent them itself; what it could not send is tried again.
 */
export async function notifyUnitFailed<Result>(
  notifier: Notifier<Result>,
  options: NotifyOptions,
  word: 'run' | 'proof',
  unit: string,
  resultOf: (failed: FailedUnit) => Result,
): Promise<RunStep | null> {
  const { env, stateFolder, now } = options;
  await notifier.resend();
  const invocation = env.MONITOR_INVOCATION_ID ?? '';
  if (invocation !== '' && (await wasNotified(stateFolder, endName(options, word), invocation))) return null;
  const summary = `${unit} ${howItEnded(env)} before the runner could send a notification; see journalctl -u ${unit}`;
  return notifier.ended(resultOf({ at: now(), exitStatus: exitStatusOf(env), summary }));
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
