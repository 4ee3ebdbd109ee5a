import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { FileSecrets } from '../../lib/adapters/file/secrets.ts';

/** The secrets of a single host: files in the state folder, or credentials from systemd. */
export interface BoxSecrets {
  readonly secrets: FileSecrets;
  /** Where the sentinel's own files are. */
  readonly folder: string;
  /** Whether there is a file of that name, readable or not. */
  has(name: string): Promise<boolean>;
}

/** Opens the secrets beside the state in a folder. Reads nothing yet. */
export function boxSecrets(stateFolder: string, env: NodeJS.ProcessEnv): BoxSecrets {
  const folder = join(stateFolder, 'secrets');
  const credentials = env.CREDENTIALS_DIRECTORY ?? null;
  const places = [folder, ...(credentials === null ? [] : [credentials])];
  return {
    secrets: new FileSecrets(folder, credentials),
    folder,
    has: async (name) => (await Promise.all(places.map((place) => exists(join(place, name))))).includes(true),
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
