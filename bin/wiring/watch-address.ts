import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../lib/adapters/file/replace-file.ts';

/** Where `watch` listens without `--bind` and `--port`. */
const DEFAULT_URL = 'http://127.0.0.1:8080/';
const NAME = 'watch.json';

/** Notes in the state folder where this process serves, for the commands that print addresses. */
export async function noteWatchAddress(stateFolder: string, url: string): Promise<void> {
  await replaceFile(join(stateFolder, NAME), `${JSON.stringify({ pid: process.pid, url })}\n`);
}

export async function forgetWatchAddress(stateFolder: string): Promise<void> {
  await rm(join(stateFolder, NAME), { force: true });
}

/** Where the running `watch` of a state folder serves; its default address where none runs. */
export async function watchAddress(stateFolder: string): Promise<string> {
  try {
    const { pid, url } = JSON.parse(await readFile(join(stateFolder, NAME), 'utf8'));
    return isRunning(pid) && URL.canParse(url) ? url : DEFAULT_URL;
  } catch {
    return DEFAULT_URL;
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
