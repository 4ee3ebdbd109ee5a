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

/** A run that has been told of, or that nobody could be told of. */
export interface ToldRun {
  readonly result: RunResult;
  readonly tell: RunStep;
}

/** The guarantee where the job runs: lock, preflight, backup, verify, tell (runner page). Every end is told of. */
export async function runJob(settings: RunSettings, ports: RunnerPorts): Promise<ToldRun> {
  const run = new CurrentRun(settings, ports);
  const { runId, startedAt, name } = run;
  const { jobId, node, stateFolder } = settings;
  let lock: JobLock;
  try {
    lock = await JobLock.take(stateFolder, name, runId, startedAt);
  } catch (error) {
    return tell(run, withoutLock(run, error));
  }
  run.step('lock', true, takenText(lock));
  const room = new SpoolRoom(stateFolder, name);
  try {
    // Neither may delay the backup: a network that is down takes its time to say so.
    const begun = ports.telling.began({ runId, jobId, node, startedAt }).then(() => ports.telling.resend());
    const outcome = await runPhases(run, lock, room).catch((error: unknown) => faultOf(run, error));
    await begun;
    await lock.release();
    await room.release();
    return await tell(run, outcome);
  } finally {
    await room.release();
    await lock.release();
  }
}

function withoutLock(run: CurrentRun, error: unknown): Outcome {
  if (error instanceof LockHeld) return run.endedBy('locked', 'lock', error.message);
  return run.endedBy('preflight', 'lock', run.stateFault(error));
}

/** People are told of a fault of ours as well: whatever it was, nobody knows of a good backup. */
function faultOf(run: CurrentRun, error: unknown): Outcome {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  if (run.ports.env.SENTINEL_DEBUG) run.ports.say(stack);
  const text = `something unexpected went wrong in the runner: ${message} (SENTINEL_DEBUG=1 shows where)`;
  return { ...run.endedBy('command-failed', 'backup', text), exitStatus: EXIT_INTERNAL };
}

async function tell(run: CurrentRun, { ending, message, attempts, artifact, ...outcome }: Outcome): Promise<ToldRun> {
  const { telling, stop, now, step } = run.ports;
  const { jobId, node } = run.settings;
  const tries = attempts?.tries ?? [];
  const outputTail = telling.masked(attempts?.outputTail ?? '');
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
    summary: telling.masked(summaryOf({ jobId, node, ending, message, outputTail })),
    outputTail,
  };
  const told = await telling.ended(result);
  step(told);
  return { result, tell: told };
}

function maskedArtifact(artifact: VerifiedArtifact | null, { telling }: RunnerPorts): VerifiedArtifact | null {
  if (artifact === null) return null;
  const { location, checkedBy } = artifact;
  return { ...artifact, location: telling.masked(location), checkedBy: telling.masked(checkedBy) };
}

function takenText({ takenFrom }: JobLock): string {
  if (takenFrom === null) return 'no other run of this job is at it';
  return `the run of ${takenFrom.since} (process ${takenFrom.pid}) is dead and had left its lock, which was taken over`;
}
