import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { writeWhole } from './write-file.ts';

/**
 * Records that the runner sent its notifications, or kept them in the spool, under this invocation of a systemd unit
 * (INVOCATION_ID), so that the unit of `OnFailure=` does not send them again. An error here costs no more than that.
 */
export async function noteNotified(stateFolder: string, name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const invocation = env.INVOCATION_ID;
  if (!invocation) return;
  const path = placeOf(stateFolder, name);
  await makeFolder(join(stateFolder, 'told'), 0o700)
    .then(() => writeWhole(path, `${invocation}\n`, 0o600))
    .catch(() => {});
}

/** Whether the runner sent its notifications under the invocation that systemd now reports as failed. */
export async function wasNotified(stateFolder: string, name: string, invocation: string): Promise<boolean> {
  const noted = await readFile(placeOf(stateFolder, name), 'utf8').catch(() => '');
  return noted.trim() === invocation;
}

function placeOf(stateFolder: string, name: string): string {
  return join(stateFolder, 'told', name);
}
