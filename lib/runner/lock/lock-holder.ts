import { createHash } from 'node:crypto';
import { isGroupAlive, isProcessAlive, type ProcessIdentity } from './process-identity.ts';

/** Who holds a lock, as its file says. */
export interface LockHolder extends ProcessIdentity {
  readonly runId: string;
  readonly bootId: string | null;
  /** ISO-8601. */
  readonly since: string;
  /** The process group of the command that runs, while one does. */
  readonly command: ProcessIdentity | null;
}

export type HolderState = 'alive' | 'command-alive' | 'dead';

/**
 * Whether a holder is there still. One of an earlier start of the machine is not. A runner that was killed can leave
 * its command running, which holds the lock as well: two of them at once is what the lock is there to prevent.
 */
export function stateOfHolder(holder: LockHolder, bootId: string | null): HolderState {
  if (holder.bootId !== null && bootId !== null && holder.bootId !== bootId) return 'dead';
  if (isProcessAlive(holder)) return 'alive';
  return holder.command !== null && isGroupAlive(holder.command) ? 'command-alive' : 'dead';
}

/** The holder that a lock file names; null for any other file. The runner writes lock files whole, never half. */
export function parseHolder(text: string): LockHolder | null {
  try {
    const { pid, startTicks, runId, bootId, since, command } = JSON.parse(text) as LockHolder;
    if (!Number.isSafeInteger(pid) || pid < 1 || typeof runId !== 'string') return null;
    const leader = command != null && Number.isSafeInteger(command.pid) && command.pid > 1 ? command : null;
    return { pid, startTicks: startTicks ?? null, runId, bootId: bootId ?? null, since, command: leader };
  } catch {
    return null;
  }
}

/** A short name for what a lock file holds. */
export function nameOfContent(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
