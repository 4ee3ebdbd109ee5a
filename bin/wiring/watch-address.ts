import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../lib/adapters/file/replace-file.ts';

/** Where `watch` listens without `--bind` and `--port`. */
const DEFAULT_URL = 'http://127.0.0.1:8080/';
const NAME = 'watch.json';

/** A `watch` that serves. */
export interface ServingWatch {
  readonly url: string;
  /** The address of a proxy that passes on requests and is not trusted; null when none did so far. */
  readonly untrustedProxy: string | null;
  /** Whether it pings a dead-man's switch. */
  readonly hasWatchdog: boolean;
}

/** Notes in the state folder where and how this process serves, for other commands. */
export async function noteWatch(
  stateFolder: string,
  { url, untrustedProxy, hasWatchdog }: ServingWatch,
): Promise<void> {
  const note = { pid: process.pid, url, untrusted_proxy: untrustedProxy, has_watchdog: hasWatchdog };
  await replaceFile(join(stateFolder, NAME), `${JSON.stringify(note)}\n`);
}

export async function forgetWatch(stateFolder: string): Promise<void> {
  await rm(join(stateFolder, NAME), { force: true });
}

/** Where the running `watch` of a state folder serves; its default address where none runs. */
export async function watchAddress(stateFolder: string): Promise<string> {
  return (await servingWatch(stateFolder))?.url ?? DEFAULT_URL;
}

/** The running `watch` of a state folder; null where none serves. */
export async function servingWatch(stateFolder: string): Promise<ServingWatch | null> {
  try {
    const { pid, url, ...more } = JSON.parse(await readFile(join(stateFolder, NAME), 'utf8'));
    if (!isRunning(pid) || !URL.canParse(url)) return null;
    const untrustedProxy = typeof more.untrusted_proxy === 'string' ? more.untrusted_proxy : null;
    return { url, untrustedProxy, hasWatchdog: more.has_watchdog === true };
  } catch {
    return null;
  }
}

function isRunning(pid: unknown): boolean {
  if (typeof pid !== 'number') return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
