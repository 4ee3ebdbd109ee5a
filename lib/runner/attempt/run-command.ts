import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { pipeline, type Readable, type Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { MAX_TIMER_MS } from '../../time/in-time.ts';
import type { CommandWords } from '../settings/run-settings.ts';
import type { Stop } from '../stop.ts';
import { OutputPipe } from './output-lines.ts';
import { ProcessGroup } from './process-group.ts';

/** How a command ended. */
export interface CommandEnd {
  /** Null when a signal ended it, or it never began. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It reached its timeout and was ended. */
  readonly timedOut: boolean;
  /** It was ended because the runner was stopped. */
  readonly stopped: boolean;
  /** The code of the error why it could not be started; null when it could. */
  readonly notStarted: string | null;
  readonly durationMs: number;
  /** It ended and left a process running in its process group. */
  readonly leftBehind: boolean;
}

export interface CommandOptions {
  /** Added to the environment of this process; where `isEnvWhole`, instead of it. */
  readonly env: Readonly<Record<string, string>>;
  readonly isEnvWhole?: boolean;
  readonly stdin: 'inherit' | 'ignore' | Readable;
  /** Null: only `seen` learns of it. */
  readonly stdout: Writable | null;
  readonly stderr: Writable | null;
  /** Whole lines, as they are written. */
  readonly seen: (stream: 'stdout' | 'stderr', lines: Buffer) => void;
  /** Null for no limit. */
  readonly timeoutMs: number | null;
  readonly stop: Stop;
  /** Between asking it to end and ending it; 10 seconds unless given. */
  readonly killAfterMs?: number;
  /** The process group's number, before anything else happens to it. */
  readonly started?: (pid: number) => Promise<void>;
}

/** Known by this variable, what the command starts is found in whatever session it runs. */
const MARK = 'SENTINEL_COMMAND_ID';

/** How long a process left in the background may go on writing after the command's end. */
const DRAIN_MS = 3_000;

/**
 * Runs a command in a process group of its own, so that it can be ended with everything it started. Never throws. When
 * this returns, nothing of a command that failed runs on.
 */
export async function runCommand(words: CommandWords, options: CommandOptions): Promise<CommandEnd> {
  const begun = performance.now();
  const mark = randomUUID();
  const child = start(words, { ...options, env: { ...options.env, [MARK]: mark } });
  if (child instanceof Error) return endOf(begun, { notStarted: codeOf(child) });
  const ended = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ exitCode: null, signal: null, notStarted: codeOf(error) }));
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, notStarted: null }));
  });
  if (child.pid === undefined) return endOf(begun, await ended);
  const group = new ProcessGroup(child.pid, `${MARK}=${mark}`, options.killAfterMs);
  const { stdout, stderr } = child;
  // A command that reads no further ends the reading.
  if (child.stdin !== null && typeof options.stdin !== 'string') pipeline(options.stdin, child.stdin, () => {});
  const pipes = [
    new OutputPipe(stdout, options.stdout, (lines) => options.seen('stdout', lines)),
    new OutputPipe(stderr, options.stderr, (lines) => options.seen('stderr', lines)),
  ];
  const { timeoutMs, stop } = options;
  const end = { timedOut: false, stopped: false };
  const onTimeout = () => {
    end.timedOut = true;
    void group.end('SIGTERM', stop.now);
  };
  const timer = timeoutMs === null ? undefined : globalThis.setTimeout(onTimeout, Math.min(timeoutMs, MAX_TIMER_MS));
  const onStop = () => {
    end.stopped = true;
    void group.end(stop.signalName, stop.now);
  };
  stop.signal.addEventListener('abort', onStop, { once: true });
  if (stop.signal.aborted) onStop();
  await options.started?.(child.pid).catch(() => {});

  const exit = await ended;
  group.isLeaderGone = true;
  clearTimeout(timer);
  stop.signal.removeEventListener('abort', onStop);
  const isGood = exit.exitCode === 0 && !end.timedOut && !end.stopped;
  // What failed must not run on beside the next try.
  if (!isGood && group.hasDescendants()) await group.end('SIGTERM', stop.now);
  const hasTime = () => timeoutMs === null || performance.now() - begun < timeoutMs;
  await drained(pipes, () => isGood && !stop.isRequested && hasTime());
  const leftBehind = group.isAlive();
  stdout.destroy();
  stderr.destroy();
  return endOf(begun, { ...exit, ...end, leftBehind });
}

/**
 * Waits for the end of what was written, but not for something in the background that holds the output open. A slow
 * reader is waited for while `mayWaitForReader`: only after a success, and until the timeout of the try. A command that
 * was ended may have been ended because of that reader.
 */
async function drained(pipes: readonly OutputPipe[], mayWaitForReader: () => boolean): Promise<void> {
  const all = Promise.all(pipes.map(({ done }) => done)).then(() => true);
  let isDone = false;
  do {
    const timer = new AbortController();
    isDone = await Promise.race([all, setTimeout(DRAIN_MS, false, { signal: timer.signal })]);
    timer.abort();
  } while (!isDone && mayWaitForReader() && pipes.some(({ isWaitingForReader }) => isWaitingForReader));
}

type Exit = Pick<CommandEnd, 'exitCode' | 'signal' | 'notStarted'>;

/** Returns an error where spawn itself throws, as for a NUL in a word. */
function start([file, ...args]: CommandWords, { env, isEnvWhole, stdin }: CommandOptions) {
  try {
    return spawn(file, args, {
      detached: true,
      env: isEnvWhole ? env : { ...process.env, ...env },
      stdio: [typeof stdin === 'string' ? stdin : 'pipe', 'pipe', 'pipe'],
    }) as ChildProcessByStdio<Writable | null, Readable, Readable>;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}

function endOf(begun: number, known: Partial<CommandEnd>): CommandEnd {
  return {
    exitCode: null,
    signal: null,
    timedOut: false,
    stopped: false,
    notStarted: null,
    leftBehind: false,
    ...known,
    durationMs: Math.round(performance.now() - begun),
  };
}
