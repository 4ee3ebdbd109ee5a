import { setTimeout } from 'node:timers/promises';
import { hasLiving } from '../lock/process-identity.ts';

/** Between asking a process group to end and making it (docs/design/runner.md#retries). */
const KILL_AFTER_MS = 10_000;
const POLL_MS = 50;

/** A command and everything it started that did not go into a group of its own. */
export class ProcessGroup {
  readonly #pid: number;
  readonly #killAfterMs: number;
  /** The command itself has ended; what it started may not have. */
  isLeaderGone = false;
  #ending: Promise<void> | null = null;

  constructor(pid: number, killAfterMs = KILL_AFTER_MS) {
    this.#pid = pid;
    this.#killAfterMs = killAfterMs;
  }

  isAlive(): boolean {
    return hasLiving(this.#pid);
  }

  /** Sends the first signal; after a while, or when `now` fires, SIGKILL. Calling it twice does no more. */
  end(first: NodeJS.Signals, now: AbortSignal): Promise<void> {
    this.#ending ??= this.#end(first, now);
    return this.#ending;
  }

  async #end(first: NodeJS.Signals, now: AbortSignal): Promise<void> {
    this.#send(first);
    // A stopped process receives no other signal.
    this.#send('SIGCONT');
    const askedAt = performance.now();
    let isAsked = first === 'SIGTERM';
    while (this.isAlive() && performance.now() - askedAt < this.#killAfterMs && !now.aborted) {
      await setTimeout(POLL_MS);
      // What a shell starts with & ignores SIGINT.
      if (!isAsked && this.isLeaderGone) isAsked = this.#send('SIGTERM');
    }
    this.#send('SIGKILL');
  }

  /** Always true. */
  #send(signal: NodeJS.Signals): true {
    try {
      process.kill(-this.#pid, signal);
    } catch {
      // It has ended, or what is left of it runs as another user.
    }
    return true;
  }
}
