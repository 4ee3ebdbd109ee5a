import { hostname } from 'node:os';
import { CurrentRun, type Outcome } from './current-run.ts';
import { EXIT_INTERNAL, exitStatusOf } from './exit-status.ts';
import { JobLock, LockHeld } from './lock/job-lock.ts';
import { SpoolRoom } from './preflight/spool-room.ts';
import { runPhases } from './run-phases.ts';
import type { RunResult, RunStep, VerifiedArtifact } from './run-result.ts';
import { summaryOf } from './run-summary.ts';
import type { RunnerPorts } from './runner-ports.ts';
import type { RunSettings } from './settings/run-settings.ts';

/** A run that has ended, with the step that notified people of it. */
export interface EndedRun {
  readonly result: RunResult;
  readonly notifyStep: RunStep;
}

/** Lock, preflight, backup, verify, notify (docs/design/runner.md#phases). Every end is notified. */
export async function runJob(settings: RunSettings, ports: RunnerPorts): Promise<EndedRun> {
  const run = new CurrentRun(settings, ports);
  const { runId, startedAt, name } = run;
  const { jobId, node, stateFolder } = settings;
  let lock: JobLock;
  try {
    lock = await JobLock.take(stateFolder, name, runId, startedAt);
  } catch (error) {
    return notify(run, withoutLock(run, error));
  }
  run.step('lock', true, [takenText(lock), ...settings.notes].join('; '));
  const room = new SpoolRoom(stateFolder, name);
  try {
    // Neither may delay the backup: on a network that is down, both wait for a timeout.
    const begun = ports.notifier.began({ runId, jobId, node, startedAt }).then(() => ports.notifier.resend());
    const outcome = await runPhases(run, lock, room).catch((error: unknown) => errorOf(run, error));
    await begun;
    await lock.release();
    await room.release();
    return await notify(run, outcome);
  } finally {
    await room.release();
    await lock.release();
  }
}

function withoutLock(run: CurrentRun, error: unknown): Outcome {
  if (error instanceof LockHeld) return run.endedBy('locked', 'lock', error.message);
  return run.endedBy('preflight', 'lock', run.stateError(error));
}

/** An internal error is notified as well: whatever it was, no good backup is known. */
function errorOf(run: CurrentRun, error: unknown): Outcome {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  if (run.ports.env.SENTINEL_DEBUG) run.ports.say(stack);
  const text = `internal error in the runner: ${message} (SENTINEL_DEBUG=1 prints the stack trace)`;
  return { ...run.endedBy('command-failed', 'backup', text), exitStatus: EXIT_INTERNAL };
}

async function notify(
  run: CurrentRun,
  { ending, message, attempts, artifact, ...outcome }: Outcome,
): Promise<EndedRun> {
  const { notifier, stop, now, step } = run.ports;
  const { jobId, node } = run.settings;
  const tries = attempts?.tries ?? [];
  const outputTail = notifier.masked(attempts?.outputTail ?? '');
  const result: RunResult = {
    runId: run.runId,
    jobId,
    node,
    host: hostname(),
    ending,
    exitStatus: outcome.exitStatus ?? exitStatusOf(ending, tries.at(-1) ?? null, stop.signalName),
    startedAt: run.startedAt,
    finishedAt: now(),
    steps: run.steps,
    tries,
    artifact: maskedArtifact(artifact, run.ports),
    done: attempts?.done ?? null,
    summary: notifier.masked(summaryOf({ jobId, node, ending, message, outputTail })),
    outputTail,
  };
  const notified = await notifier.ended(result);
  step(notified);
  return { result, notifyStep: notified };
}

function maskedArtifact(artifact: VerifiedArtifact | null, { notifier }: RunnerPorts): VerifiedArtifact | null {
  if (artifact === null) return null;
  const { location, checkedBy } = artifact;
  return { ...artifact, location: notifier.masked(location), checkedBy: notifier.masked(checkedBy) };
}

function takenText({ takenFrom }: JobLock): string {
  if (takenFrom === null) return 'no other run of this job is active';
  return `took over the stale lock of the run of ${takenFrom.since} (process ${takenFrom.pid}), which is dead`;
}
