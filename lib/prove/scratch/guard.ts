import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { identityOf } from '../../runner/lock/process-identity.ts';
import { GUARD_SCRIPT } from './guard-script.ts';

/** Ends what was started and removes the scratch folder when this process ends, however it ends. */
export class Guard {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<string | null>;

  /** `mark`: the content of the folder's mark. */
  constructor(folder: string, mark: string) {
    // A session of its own: what ends this one must not end the guard.
    this.#child = spawn('/bin/sh', ['-c', GUARD_SCRIPT, 'sentinel-guard', folder, mark], {
      detached: true,
      cwd: '/',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const said: Buffer[] = [];
    this.#child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    this.#child.stdin.on('error', () => {});
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('close', (status) =>
        resolve(status === 0 ? null : Buffer.concat(said).toString().trim() || `the guard ended with ${status}`),
      );
    });
  }

  /** Notes a process group that is to end with this process. */
  note(pid: number): void {
    this.#child.stdin.write(`${pid} ${identityOf(pid).startTicks ?? '-'}\n`);
  }

  /** Ends everything now. Null when nothing is left, else why not. */
  end(): Promise<string | null> {
    this.#child.stdin.end();
    return this.#ended;
  }
}
