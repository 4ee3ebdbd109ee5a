import { chown, lchown, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Finished, runProcess } from '../processes.ts';

const NOBODY = 65534;

/** Permissions bind everybody but root. */
const IS_ROOT = process.getuid?.() === 0;

/** Runs the built command line as a user whom permissions bind: when the tests run as root, as nobody. */
export function runUnprivileged(args: readonly string[]): Promise<Finished> {
  const user = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};
  const env = { PATH: process.env.PATH, NO_COLOR: '1' };
  return runProcess(process.execPath, [resolve('dist/sentinel.js'), ...args], { cwd: '/', env, ...user });
}

/** Gives a folder and all that is in it to the user of `runUnprivileged`. */
export async function giveAway(folder: string): Promise<void> {
  if (!IS_ROOT) return;
  await chown(folder, NOBODY, NOBODY);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveAway(path);
    else await lchown(path, NOBODY, NOBODY);
  }
}
