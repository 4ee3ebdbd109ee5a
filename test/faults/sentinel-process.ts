import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startProcess } from '../processes.ts';

export interface Ended {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly ranMs: number;
}

/** A running command of the built program, which a test can watch, stop and kill. */
export class SentinelProcess {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ended>;

  constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    { node = [], hasChannel = false }: { readonly node?: readonly string[]; readonly hasChannel?: boolean } = {},
  ) {
    const begunMs = performance.now();
    this.child = startProcess(process.execPath, [...node, 'dist/sentinel.js', ...args], {
      stdio: ['ignore', 'pipe', 'pipe', ...(hasChannel ? (['ipc'] as const) : [])],
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = once(this.child, 'close').then(([status, signal]) => ({
      status,
      signal,
      ranMs: performance.now() - begunMs,
    }));
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Kills it after so long, unless it ends before. */
  killAfter(delayMs: number): void {
    const timer = setTimeout(() => this.signal('SIGKILL'), delayMs);
    void this.ended.then(() => clearTimeout(timer));
  }
}
