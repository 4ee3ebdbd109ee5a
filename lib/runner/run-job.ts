import { hostname } from 'node:os';
import { CurrentRun, type Outcome } from './current-run.ts';
import { EXIT_INTERNAL, exitStatusOf } from './exit-status.ts';
import { runPhases } from './run-phases.ts';
import type { RunResult, RunStep, VerifiedArtifact } from './run-result.ts';
import { summaryOf } from './run-summary.ts';
import type { RunnerPorts } from './runner-ports.ts';
import type { RunSettings } from './settings/run-settings.ts';
import { underLock } from './under-lock.ts';

/** A run that has ended, with the step that notified people of it. */
export interface EndedRun {
  readonly result: RunResult;
  readonly notifyStep: RunStep;
}

/** Lock, preflight, backup, verify, notify (docs/design/runner.md#phases). Every end is notified. */
export async function runJob(settings: RunSettings, ports: RunnerPorts): Promise<EndedRun> {
  const run = new CurrentRun(settings, ports);
  const outcome = await underLock(run, {
    refused: (ending, message) => run.endedBy(ending, 'lock', message),
    phases: (lock, room) => runPhases(run, lock, room),
    // Whatever it was, no good backup is known.
    broken: ({ message }) => ({ ...run.endedBy('command-failed', 'backup', message), exitStatus: EXIT_INTERNAL }),
  });
  return notify(run, outcome);
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
