import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { removeLeftovers } from '../../lib/prove/scratch/scratch.ts';
import type { ProveSettings } from '../../lib/prove/settings/prove-settings.ts';
import type { NotifyOptions } from '../../lib/runner/notify/notify-options.ts';
import { openProofNotifier } from '../../lib/runner/notify/proof-notifier.ts';
import type { ProofResult } from '../../lib/runner/notify/proof-report.ts';
import { openNotifier } from '../../lib/runner/notify/run-notifier.ts';
import { type FailedUnit, notifyUnitFailed } from '../../lib/runner/notify/unit-failed.ts';
import type { RunResult, RunStep } from '../../lib/runner/run-result.ts';
import { complain } from '../print/complain.ts';
import { notifyOptionsOf } from './host-command.ts';
import type { ReadOptions } from './host-options.ts';
import { runNotifyOptions, settingsOf } from './run.ts';

const say = (line: string) => complain(`sentinel: ${line}`);

/** What the unit runs that systemd starts when the service of a job failed (`OnFailure=`). */
export async function unitFailedCommand(jobId: string, options: ReadOptions): Promise<number> {
  // There is no command to run here; settings without one would be refused.
  const settings = await settingsOf(jobId, options.config === undefined ? ['true'] : [], options);
  const notify = runNotifyOptions(settings, say);
  const unit = String(options.unitFailed);
  return statusOf(
    await notifyUnitFailed(await openNotifier(notify), notify, 'run', unit, (failed) => run(notify, failed)),
  );
}

/** The same for a proof, which was killed together with its guard: what it left is removed. */
export async function proofUnitFailed(settings: ProveSettings, unit: string): Promise<number> {
  for (const line of await removeLeftovers(settings.scratch, say)) say(line);
  const notify = notifyOptionsOf(settings, null, say);
  const notifier = await openProofNotifier(notify);
  return statusOf(await notifyUnitFailed(notifier, notify, 'proof', unit, (failed) => proof(settings, failed)));
}

function statusOf(step: RunStep | null): number {
  say(step === null ? 'the runner already sent its notifications' : step.message);
  return step === null || step.ok ? 0 : 1;
}

function run({ jobId, node }: NotifyOptions, { at, exitStatus, summary }: FailedUnit): RunResult {
  return {
    runId: randomUUID(),
    jobId,
    node,
    host: hostname(),
    ending: 'stopped',
    exitStatus,
    startedAt: at,
    finishedAt: at,
    steps: [],
    tries: [],
    artifact: null,
    done: null,
    summary,
    outputTail: '',
  };
}

function proof({ jobId, node, recipe }: ProveSettings, { at, exitStatus, summary }: FailedUnit): ProofResult {
  const nothing = { copy: null, isolation: null, assertions: [], fetchMs: null, restoreMs: null, askMs: null } as const;
  const times = { startedAt: at, finishedAt: at };
  const host = hostname();
  return {
    proof: { jobId, node, host, runId: randomUUID(), ending: 'stopped', ...times, recipe, ...nothing, summary },
    exitStatus,
    steps: [],
    outputTail: '',
  };
}
