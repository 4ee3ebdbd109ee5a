import { MINUTE_MS } from '../core/instant.ts';
import { inTime } from '../time/in-time.ts';
import type { CurrentEnd, HostSettings } from './current-end.ts';
import { JobLock, LockHeld } from './lock/job-lock.ts';
import { SpoolRoom } from './preflight/spool-room.ts';
import type { HostPorts } from './runner-ports.ts';

/** A state folder on a network that is down never answers. */
const STATE_LIMIT_MS = MINUTE_MS;
/** What earlier ones could not send is sent beside the work, and has this much longer. */
const RESEND_LIMIT_MS = 5 * MINUTE_MS;

/** What is done while the lock is held. */
interface Work<Outcome> {
  /** The lock is held by another, cannot be taken, or the runner was stopped before it was. */
  readonly refused: (ending: 'locked' | 'preflight' | 'stopped', message: string) => Outcome;
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
    const taking = JobLock.take(stateFolder, name, runId, startedAt);
    const taken = await inTime(taking, { signal: ports.stop.signal, leftMs: current.within(STATE_LIMIT_MS) });
    if (taken.kind === 'stopped') {
      return refused('stopped', `${ports.stop.signalName} stopped the runner while it waited for ${stateFolder}`);
    }
    if (taken.kind === 'late') return refused('preflight', current.stateError(new Error('it does not answer')));
    lock = taken.value;
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
    await inTime(begun, { signal: ports.stop.signal, leftMs: RESEND_LIMIT_MS });
    return outcome;
  } finally {
    await inTime(Promise.all([lock.release(), room.release()]), { leftMs: STATE_LIMIT_MS });
  }
}

function takenText({ takenFrom }: JobLock, word: 'run' | 'proof'): string {
  if (takenFrom === null) return `no other ${word} of this job is active`;
  return `took over the stale lock of the ${word} of ${takenFrom.since} (process ${takenFrom.pid}), which is dead`;
}
