import { randomUUID } from 'node:crypto';
import type { RunResult, RunStep } from '../run-result.ts';
import { openTelling } from './tell.ts';
import type { TellOptions } from './tell-options.ts';
import { isTold } from './told-note.ts';

/** What systemd says of a unit's end, in words. Source: systemd.exec, SERVICE_RESULT. */
const RESULTS: Readonly<Record<string, string>> = {
  'oom-kill': 'was ended because the host ran out of memory',
  timeout: 'did not end in time and was ended',
  watchdog: 'was ended by the watchdog',
  'start-limit-hit': 'was started too often',
  resources: 'could not be started: the host has not what it needs',
  'core-dump': 'crashed',
  signal: 'was killed',
  protocol: 'was not understood by systemd',
};

/**
 * For the unit that systemd starts when the service of a job failed: tells of a runner that could not tell itself, since
 * it was killed or never started. Null when the runner told of its end; what it could not tell is tried again.
 */
export async function tellUnitFailed(options: TellOptions, unit: string, host: string): Promise<RunStep | null> {
  const { env, stateFolder, jobId, node, now } = options;
  const telling = await openTelling(options);
  await telling.resend();
  const invocation = env.MONITOR_INVOCATION_ID ?? '';
  const name = node === null ? jobId : `${jobId}@${node}`;
  if (invocation !== '' && (await isTold(stateFolder, name, invocation))) return null;
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
    summary: `${unit} ${howItEnded(env)} before the runner could tell; look at: journalctl -u ${unit}`,
    outputTail: '',
  };
  return telling.ended(result);
}

/** Since systemd 251; before, only that it failed is known. */
function howItEnded({ MONITOR_SERVICE_RESULT: result, MONITOR_EXIT_STATUS: status }: NodeJS.ProcessEnv): string {
  if (!result) return 'failed';
  if (result === 'exit-code') return `ended with ${status ?? 'a failure'}`;
  const words = RESULTS[result] ?? `failed (${result})`;
  return status && /^[A-Z]/.test(status) ? `${words} (SIG${status.replace(/^SIG/, '')})` : words;
}

/** The service's own, where it is a failure's number. */
function exitStatusOf({ MONITOR_EXIT_STATUS: status }: NodeJS.ProcessEnv): number {
  const number = /^\d{1,3}$/.test(status ?? '') ? Number(status) : 0;
  return number >= 1 && number <= 255 ? number : 1;
}
