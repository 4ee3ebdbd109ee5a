import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runProcess } from '../processes.ts';

/** The calls by which the program reaches the disk and the network. */
export const SYSTEM_CALLS = [
  'openat',
  'write',
  'fsync',
  'fdatasync',
  'rename',
  'mkdir',
  'unlink',
  'socket',
  'connect',
  'writev',
] as const;
export type SystemCall = (typeof SYSTEM_CALLS)[number];

/**
 * What happens to the `nth` such call of a thread: an error once, the same error from then on (a disk that is full
 * stays full), or the end of the process.
 */
export interface Injection {
  readonly call: SystemCall;
  readonly nth: number;
  readonly effect: 'ENOSPC' | 'EIO' | 'EMFILE' | 'SIGKILL';
  readonly stays: boolean;
}

export interface Traced {
  /** -1 when it was killed. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** One line a call: thread, call, arguments, result. */
  readonly calls: readonly string[];
}

export function describeInjection({ call, nth, effect, stays }: Injection): string {
  return `${effect} at ${call} ${nth}${stays ? ' and from then on' : ''}`;
}

/**
 * Runs the built program under strace. One thread does all its work on files, and strace counts the calls of each
 * thread by itself, so the same N is the same call each time. Of writes, only those to the files `written` count: the
 * others wake the program's own threads, which fails on no machine.
 */
export async function runTraced(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  injection: Injection | null,
  written: readonly string[] = [],
): Promise<Traced> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-strace-'));
  const output = join(folder, 'calls');
  const inject = injection === null ? [] : [`--inject=${injectionText(injection)}`];
  const paths = injection?.call === 'write' ? written.flatMap((path) => ['-P', path]) : [];
  // By which the process stops at these calls alone, and at which no signal arrives.
  const fast = injection?.effect === 'SIGKILL' ? [] : ['--seccomp-bpf'];
  const traced = `trace=${injection === null ? SYSTEM_CALLS.join(',') : injection.call}`;
  try {
    const { status, stdout, stderr } = await runProcess(
      'strace',
      [
        ...['-f', ...fast, '-q', '-y', '-s', '16', '-o', output, '-e', traced, ...inject, ...paths],
        ...[process.execPath, resolve('dist/sentinel.js'), ...args],
      ],
      { env: { ...process.env, NO_COLOR: '1', UV_THREADPOOL_SIZE: '1', ...env } },
    );
    return { status, stdout, stderr, calls: (await readFile(output, 'utf8')).split('\n') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function injectionText({ call, nth, effect, stays }: Injection): string {
  const what = effect === 'SIGKILL' ? 'signal=SIGKILL' : `error=${effect}`;
  return `${call}:${what}:when=${nth}${stays ? '+' : ''}`;
}

/** How many of each call the busiest thread of a healthy run made; of writes, those to files below `folder`. */
export function countCalls(calls: readonly string[], folder: string): Map<SystemCall, number> {
  const counts = new Map<string, number>();
  for (const line of calls) {
    const [, thread = '', call = ''] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
    if (call === '' || (call === 'write' && !line.includes(`<${folder}`))) continue;
    counts.set(`${call} ${thread}`, (counts.get(`${call} ${thread}`) ?? 0) + 1);
  }
  return new Map(
    SYSTEM_CALLS.map((call) => {
      const perThread = [...counts].flatMap(([key, count]) => (key.startsWith(`${call} `) ? [count] : []));
      return [call, Math.max(0, ...perThread)];
    }),
  );
}

/** The files below `folder` that were written to, by the names that they keep. */
export function filesWritten(calls: readonly string[], folder: string): string[] {
  const paths = calls.flatMap((line) => /^\d+\s+write\(\d+<([^>]*)>/.exec(line)?.[1] ?? []);
  return [...new Set(paths.filter((path) => path.startsWith(folder) && !path.endsWith('.new')))];
}
