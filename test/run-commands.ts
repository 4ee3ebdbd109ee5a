import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type Finished, outlivesFile, startProcess } from './processes.ts';

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
  // One that is in the middle of a command when its test file ends is of no use to the next.
  outlivesFile(host, false);
  host.send({ args, env: { ...process.env, NO_COLOR: '1', ...env }, cwd });
  const over = new AbortController();
  const [finished] = await Promise.race([
    once(host, 'message', over),
    once(host, 'exit', over).then(([status]) => {
      throw new Error(`\`sentinel ${args.join(' ')}\` ended the process that hosts it, with ${status}`);
    }),
  ]);
  over.abort();
  outlivesFile(host, true);
  const next = waiting.shift();
  if (next === undefined) idle.push(host);
  else next(host);
  return finished as Finished;
}

async function freeHost(): Promise<ChildProcess> {
  const host = idle.pop();
  if (host !== undefined) return host;
  if (hosts === MAX_HOSTS) return new Promise((resolve) => waiting.push(resolve));
  return startHost();
}

function startHost(): ChildProcess {
  hosts += 1;
  const host = startProcess(process.execPath, ['test/sentinel-host.mjs'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  host.once('exit', () => {
    hosts -= 1;
    if (idle.includes(host)) idle.splice(idle.indexOf(host), 1);
    const next = waiting.shift();
    if (next !== undefined) next(startHost());
  });
  return host;
}
