import { resolve } from 'node:path';
import { type Finished, runProcess } from './processes.ts';

/** Runs the built command line as a user would, in a process of its own: for tests of the process itself. */
export function runSentinel(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = process.cwd(),
): Promise<Finished> {
  const options = { cwd, env: { ...process.env, NO_COLOR: '1', ...env } };
  return runProcess(process.execPath, [resolve('dist/sentinel.js'), ...args], options);
}
