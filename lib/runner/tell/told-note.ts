import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './write-file.ts';

/**
 * Notes that the runner came to its end under this start of a systemd unit (INVOCATION_ID) and told of it, or kept what
 * it could not tell. Without it, the unit that is started on failure would tell a second time. A note that cannot be
 * written costs no more than that.
 */
export async function noteDelivered(stateFolder: string, name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const invocation = env.INVOCATION_ID;
  if (!invocation) return;
  const path = placeOf(stateFolder, name);
  await mkdir(join(stateFolder, 'told'), { recursive: true, mode: 0o700 })
    .then(() => writeWhole(path, `${invocation}\n`, 0o600))
    .catch(() => {});
}

/** Whether the runner told of the start of a unit that is now said to have failed. */
export async function isTold(stateFolder: string, name: string, invocation: string): Promise<boolean> {
  const noted = await readFile(placeOf(stateFolder, name), 'utf8').catch(() => '');
  return noted.trim() === invocation;
}

function placeOf(stateFolder: string, name: string): string {
  return join(stateFolder, 'told', name);
}
