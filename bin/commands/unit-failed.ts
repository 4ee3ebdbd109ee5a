import { hostname } from 'node:os';
import { notifyUnitFailed } from '../../lib/runner/notify/unit-failed.ts';
import { complain } from '../print/complain.ts';
import type { ReadOptions } from './host-options.ts';
import { runNotifyOptions, settingsOf } from './run.ts';

/** What the unit runs that systemd starts when the service of a job failed (`OnFailure=`). */
export async function unitFailedCommand(jobId: string, options: ReadOptions): Promise<number> {
  const say = (line: string) => complain(`sentinel: ${line}`);
  // There is no command to run here; settings without one would be refused.
  const settings = await settingsOf(jobId, options.config === undefined ? ['true'] : [], options);
  const step = await notifyUnitFailed(runNotifyOptions(settings, say), String(options.unitFailed), hostname());
  say(step === null ? 'the runner already sent its notifications' : step.message);
  return step === null || step.ok ? 0 : 1;
}
