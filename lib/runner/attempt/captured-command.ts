import type { CommandWords } from '../settings/run-settings.ts';
import type { Stop } from '../stop.ts';
import { OutputTail } from './output-tail.ts';
import { type CommandEnd, runCommand } from './run-command.ts';

/** A command that only answers a question: how it ended, and the end of what it wrote. */
export interface Captured {
  readonly end: CommandEnd;
  readonly output: string;
  /** What went wrong, as the end of a sentence with the last line it wrote; null when it exited with 0. */
  readonly error: string | null;
}

export interface CaptureOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number | null;
  readonly stop: Stop;
  /** Takes secrets out of what it wrote, which is then cut: half a secret is no longer found. */
  readonly masked: (text: string) => string;
}

/** The words of a command that was written for the shell. */
export function shellCommand(text: string): CommandWords {
  return ['/bin/sh', '-c', text];
}

/** Runs a command to the end and keeps what it writes to itself. Never throws. */
export async function capture(command: CommandWords, options: CaptureOptions): Promise<Captured> {
  const tail = new OutputTail();
  const end = await runCommand(command, {
    ...options,
    stdin: 'ignore',
    stdout: null,
    stderr: null,
    seen: (_stream, lines) => tail.add(lines),
  });
  const output = options.masked(tail.text());
  return { end, output, error: endError(end, output) };
}

/** What went wrong, as the end of a sentence with the last line that was written; null when it exited with 0. */
export function endError(end: CommandEnd, output: string): string | null {
  if (end.notStarted === 'ENOENT') return 'command not found; install it';
  if (end.notStarted !== null) return `it could not be started (${end.notStarted})`;
  if (end.stopped) return 'it was stopped';
  if (end.timedOut) return 'it timed out';
  if (end.exitCode === 0) return null;
  const how = end.signal === null ? `it exited with status ${end.exitCode}` : `it was killed by ${end.signal}`;
  const said = output.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? '';
  return said === '' ? how : `${how}: ${said}`;
}
