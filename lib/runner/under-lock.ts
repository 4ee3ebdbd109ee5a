import type { CurrentEnd, HostSettings } from './current-end.ts';
import { JobLock, LockHeld } from './lock/job-lock.ts';
import { SpoolRoom } from './preflight/spool-room.ts';
import type { HostPorts } from './runner-ports.ts';

/** What is done while the lock is held. */
interface Work<Outcome> {
  /** The lock is held by another, or cannot be taken. */
  readonly refused: (ending: 'locked' | 'preflight', message: string) => Outcome;
  readonly phases: (lock: JobLock, room: SpoolRoom) => Promise<Outcome>;
  /** An internal error, which is notified as well. */
  readonly broken: (error: Error) => Outcome;
}

/**
 * Takes the lock of a run, or of a proof, and does its phases; meanwhile what earlier ones could not send is sent. The
 * lock is free again when this returns.
 */
export async function underLock<Outcome>(
  current: CurrentEnd<HostSettings, HostPorts>,
  { refused, phases, broken }: Work<Outcome>,
): Promise<Outcome> {
  const { runId, startedAt, name, settings, ports } = current;
  const { jobId, node, stateFolder, notes } = settings;
  let lock: JobLock;
  try {
    lock = await JobLock.take(stateFolder, name, runId, startedAt);
  } catch (error) {
    if (error instanceof LockHeld) return refused('locked', error.message);
    return refused('preflight', current.stateError(error));
  }
  current.step('lock', true, [takenText(lock, current.word), ...notes].join('; '));
  const room = new SpoolRoom(stateFolder, name);
  try {
    // Neither may delay the work: on a network that is down, both wait for a timeout.
    const begun = ports.notifier.began({ runId, jobId, node, startedAt }).then(() => ports.notifier.resend());
    const outcome = await phases(lock, room).catch((error: unknown) => {
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      if (ports.env.SENTINEL_DEBUG) ports.say(stack);
      return broken(new Error(`internal error in the runner: ${message} (SENTINEL_DEBUG=1 prints the stack trace)`));
    });
    await begun;
    return outcome;
  } finally {
    await lock.release();
    await room.release();
  }
}

function takenText({ takenFrom }: JobLock, word: 'run' | 'proof'): string {
  if (takenFrom === null) return `no other ${word} of this job is active`;
  return `took over the stale lock of the ${word} of ${takenFrom.since} (process ${takenFrom.pid}), which is dead`;
}
