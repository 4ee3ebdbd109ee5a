import { outputOf } from '../processes.ts';

const LIMIT_MS = 90_000;

export interface ShellOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** Runs commands as a person would type them. Rejects, with what they said, when one of them fails. */
export function shell(commands: string, options: ShellOptions = {}): Promise<string> {
  const env = { ...process.env, ...options.env };
  return outputOf('bash', ['-euo', 'pipefail', '-c', commands], { ...options, env, timeout: LIMIT_MS });
}
