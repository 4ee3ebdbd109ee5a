import { execFile } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user would, in a process of its own. */
export function runSentinel(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = process.cwd(),
): Promise<Finished> {
  return new Promise((resolve) => {
    const options = { timeout: 60_000, maxBuffer: 64 << 20, cwd, env: { ...process.env, NO_COLOR: '1', ...env } };
    execFile(process.execPath, [resolvePath('dist/sentinel.js'), ...args], options, (error, stdout, stderr) => {
      const status = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      resolve({ status, stdout, stderr });
    });
  });
}
