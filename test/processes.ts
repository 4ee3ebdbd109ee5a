import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** How a program ended that was run to its end. */
export interface Finished {
  /** -1 when a signal ended it, its limit among them. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type RunOptions = Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid' | 'signal'> & { readonly timeout?: number };

const LIMIT_MS = 60_000;

/** The groups that may have a process in them and end with the test file, by their ids. */
const groups = new Set<number>();

/**
 * Kills the groups that are left when whoever started it is gone, in whatever way: then its input ends. Each line that
 * it reads names one group more (+) or less (-).
 */
const GUARDIAN = `
  groups=' '
  while read -r sign group; do
    case $sign in
      +) groups="$groups$group ";;
      -) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }";; esac;;
    esac
  done
  for group in $groups; do kill -KILL "-$group" 2>/dev/null; done`;
let guardian: Writable | null = null;

function guard(sign: '+' | '-', group: number): void {
  if (guardian === null) {
    const child = spawn('sh', ['-c', GUARDIAN], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    // It lives as long as this process does, and keeps it from nothing.
    child.unref();
    (child.stdin as Writable & { unref(): void }).unref();
    guardian = child.stdin as Writable;
  }
  guardian.write(`${sign} ${group}\n`);
}

/**
 * Starts a program. No test starts one in another way: this one is in a process group of its own, which is killed when
 * the test file has ended, and when the tests' own process ends, is told to, or is killed.
 */
export function startProcess(program: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(program, args, { ...options, detached: true });
  const { pid } = child;
  // It could not be started: whoever listens hears of it by 'error'.
  if (pid === undefined) return child;
  groups.add(pid);
  guard('+', pid);
  child.once('exit', () => {
    if (!isAnyoneIn(pid)) forget(pid);
  });
  return child;
}

/**
 * Says whether a program lives on when the test file ends, for one that serves many files and has nothing to do: it ends
 * with the tests' own process all the same.
 */
export function outlivesFile({ pid }: ChildProcess, isIdle: boolean): void {
  if (pid === undefined) return;
  if (isIdle) groups.delete(pid);
  else groups.add(pid);
}

/** Runs a program to its end, or kills it and what it started after `timeout` (a minute) or by `signal`. */
export async function runProcess(
  program: string,
  args: readonly string[],
  { timeout = LIMIT_MS, signal, ...options }: RunOptions = {},
): Promise<Finished> {
  const child = startProcess(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const end = (): void => killGroup(child.pid);
  const limit = setTimeout(end, timeout);
  signal?.addEventListener('abort', end, { once: true });
  try {
    const [status] = await once(child, 'close');
    return { status: status ?? -1, ...output };
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', end);
  }
}

/** Runs a program that is to end well. Resolves to what it printed; rejects, with what it said, when it fails. */
export async function outputOf(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { status, stdout, stderr } = await runProcess(program, args, options);
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** Kills whatever is left of what was started here. */
export function endProcesses(): void {
  for (const group of groups) {
    killGroup(group);
    forget(group);
  }
}

function forget(group: number): void {
  groups.delete(group);
  guard('-', group);
}

function isAnyoneIn(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch (error) {
    // Those of another user are there as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export function killGroup(group: number | undefined): void {
  try {
    if (group !== undefined) process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
