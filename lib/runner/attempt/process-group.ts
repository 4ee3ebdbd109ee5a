import { setTimeout } from 'node:timers/promises';
import { hasLiving, livingMarked } from '../lock/process-identity.ts';

/** Between asking a process group to end and making it (docs/design/runner.md#retries). */
const KILL_AFTER_MS = 10_000;
const POLL_MS = 50;

/** A command and everything it started: its process group, and what has its mark where it made a session of its own. */
export class ProcessGroup {
  readonly #pid: number;
  readonly #mark: string;
  readonly #killAfterMs: number;
  /** The command itself has ended; what it started may not have. */
  isLeaderGone = false;
  #ending: Promise<void> | null = null;

  /** `mark`: a variable and its value that only this command has in its environment. */
  constructor(pid: number, mark: string, killAfterMs = KILL_AFTER_MS) {
    this.#pid = pid;
    this.#mark = mark;
    this.#killAfterMs = killAfterMs;
  }

  /** Whether anything of the process group is there. */
  isAlive(): boolean {
    return hasLiving(this.#pid);
  }

  /** Whether anything is there that the command started, in whatever session. */
  hasDescendants(): boolean {
    return this.isAlive() || livingMarked(this.#mark).length > 0;
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
    while (this.hasDescendants() && performance.now() - askedAt < this.#killAfterMs && !now.aborted) {
      await setTimeout(POLL_MS);
      // What a shell starts with & ignores SIGINT.
      if (!isAsked && this.isLeaderGone) isAsked = this.#send('SIGTERM');
    }
    this.#send('SIGKILL');
  }

  /** Always true. */
  #send(signal: NodeJS.Signals): true {
    for (const target of [-this.#pid, ...livingMarked(this.#mark)]) {
      try {
        process.kill(target, signal);
      } catch {
        // It has ended, or what is left of it runs as another user.
      }
    }
    return true;
  }
}
