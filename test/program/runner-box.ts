import type { ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startProcess } from '../processes.ts';

/** How a run of the runner ended, as whoever called it sees it. */
export interface Ran {
  /** The exit status; null when a signal ended the runner itself. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line on standard error. */
  readonly last: string;
}

/** A folder of a test's own: where a job makes its backup, and what the runner keeps. */
export interface RunnerBox {
  readonly folder: string;
  /** Where backups land; it is there. */
  readonly backups: string;
  readonly state: string;
  /** Writes a shell script and gives its path. */
  script(name: string, text: string): Promise<string>;
  /** Runs the job orders-db to its end. */
  run(options: readonly string[], command: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** Starts it; `ended` is its end. */
  start(
    options: readonly string[],
    command: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): { readonly child: ChildProcess; readonly ended: Promise<Ran> };
  /** The text of a file in the box, null where there is none. */
  text(path: string): Promise<string | null>;
  /** What lies in the lock folder. */
  locks(): Promise<readonly string[]>;
}

const PROGRAM = resolve('dist/sentinel.js');

/** Runs the built runner on real files and processes, and removes the box afterwards. */
export async function inRunnerBox(run: (box: RunnerBox) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-runner-'));
  const state = join(folder, 'state');
  const start: RunnerBox['start'] = (options, command, env = {}) => {
    const args = [PROGRAM, 'run', 'orders-db', '--state', state, ...options, '--', ...command];
    const child = startProcess(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    const ended = new Promise<Ran>((done) => {
      child.on('close', (status) => done({ status, stdout, stderr, last: stderr.trim().split('\n').at(-1) ?? '' }));
    });
    return { child, ended };
  };
  try {
    await mkdir(join(folder, 'backups'));
    await run({
      folder,
      state,
      backups: join(folder, 'backups'),
      async script(name, text) {
        const path = join(folder, name);
        await writeFile(path, `#!/bin/sh\n${text}\n`);
        await chmod(path, 0o755);
        return path;
      },
      start,
      run: (...args) => start(...args).ended,
      text: (path) => readFile(join(folder, path), 'utf8').catch(() => null),
      locks: () => readdir(join(state, 'locks')).catch(() => []),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits until something is so; fails after 20 seconds. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 20_000; ) {
    if (await isSo()) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`it never came about that ${what}`);
}

/** Whether a process is there; one that is dead and unburied is not. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat !== null && !/\) [ZX] /.test(stat);
}
