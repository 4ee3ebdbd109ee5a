import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Measurement } from './measurement.ts';

/** How the programs of groups are run. */
export interface GroupOptions {
  /** The program of a group, by its name. */
  readonly programOf: (name: string) => string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** A group that takes longer is ended, in milliseconds. */
  readonly limitMs: number;
  /** Ends all of it. */
  readonly signal: AbortSignal;
  /** Is given what a person follows: which group is measured, and what a failed one said. */
  readonly say: (line: string) => void;
}

/**
 * The rows of these groups, one group after the other. A group that fails or takes too long costs its own rows only, and
 * stands among them as what it is. Throws only where `signal` ends it.
 */
export async function measureGroups(names: readonly string[], options: GroupOptions): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  for (const name of names) {
    options.say(`measuring: ${name}`);
    measurements.push(...(await measure(name, options).catch((error) => failed(name, error, options))));
  }
  return measurements;
}

async function measure(name: string, options: GroupOptions): Promise<readonly Measurement[]> {
  const { cwd, env, signal, limitMs: timeout } = options;
  const running = { cwd, env, signal, timeout, maxBuffer: 1 << 20 };
  const { stdout } = await promisify(execFile)(process.execPath, [options.programOf(name)], running);
  return JSON.parse(stdout) as readonly Measurement[];
}

function failed(
  name: string,
  error: Error & { readonly killed?: boolean; readonly stderr?: string },
  { limitMs, signal, say }: GroupOptions,
): readonly Measurement[] {
  if (signal.aborted) throw error;
  say(error.stderr || error.message);
  const why = error.killed ? `not done after ${limitMs / 1_000} s` : 'failed; what it said is on standard error';
  return [{ row: `The group \`${name}\``, measured: why, goal: 'to be measured', met: false }];
}
