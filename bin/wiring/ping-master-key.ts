import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { MASTER_KEY_SECRET, masterKeyFrom, newKey } from '../../lib/app/ping-key.ts';
import type { StateAddress } from './open-stores.ts';

/**
 * How to read the master key of ping addresses: with the tables on AWS from their sentinel's parameter; on one box
 * from systemd's credentials or the state folder's `secrets`, where one is made when there is none. Throws
 * SecretUnavailable, as what it resolves to does.
 */
export async function openMasterKey(address: StateAddress, env: NodeJS.ProcessEnv): Promise<() => Promise<string>> {
  if (address.kind === 'dynamodb') {
    const { SsmParameters } = await import('../../lib/adapters/ssm-parameters.ts');
    const parameters = new SsmParameters();
    return () => masterKeyFrom(parameters, `/${address.prefix}/${MASTER_KEY_SECRET}`);
  }
  const { FileSecrets } = await import('../../lib/adapters/file-secrets.ts');
  const folder = join(address.folder, 'secrets');
  const credentials = env.CREDENTIALS_DIRECTORY ?? null;
  const places = [folder, ...(credentials === null ? [] : [credentials])];
  const found = await Promise.all(places.map((place) => exists(join(place, MASTER_KEY_SECRET))));
  if (!found.includes(true)) {
    const { makeFileSecret } = await import('../../lib/adapters/file-secret-once.ts');
    await makeFileSecret(folder, MASTER_KEY_SECRET, newKey());
  }
  const secrets = new FileSecrets(folder, credentials);
  return () => masterKeyFrom(secrets, MASTER_KEY_SECRET);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
