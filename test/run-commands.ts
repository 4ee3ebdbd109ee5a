import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type Finished, startProcess } from './processes.ts';

const MAX_HOSTS = 2;

const idle: ChildProcess[] = [];
const waiting: ((host: ChildProcess) => void)[] = [];
let hosts = 0;

/**
 * Runs a command of the built program as {@link runSentinel} does, but in a process that runs others before and after:
 * for tests of what a command says and stores, since most of a command's time is Node and the program being loaded.
 */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = process.cwd(),
): Promise<Finished> {
  const host = await freeHost();
  host.send({ args, env: { ...process.env, NO_COLOR: '1', ...env }, cwd });
  const over = new AbortController();
  const [finished] = await Promise.race([
    once(host, 'message', over),
    once(host, 'exit', over).then(([status]) => {
      throw new Error(`\`sentinel ${args.join(' ')}\` ended the process that hosts it, with ${status}`);
    }),
  ]);
  over.abort();
  const next = waiting.shift();
  if (next === undefined) idle.push(host);
  else next(host);
  return finished as Finished;
}

async function freeHost(): Promise<ChildProcess> {
  const host = idle.pop();
  if (host !== undefined) return host;
  if (hosts === MAX_HOSTS) return new Promise((resolve) => waiting.push(resolve));
  hosts += 1;
  return startProcess(process.execPath, ['test/sentinel-host.mjs'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}
