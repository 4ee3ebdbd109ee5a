import { MASTER_KEY_SECRET, masterKeyFrom, newKey } from '../../lib/app/ping/ping-key.ts';
import { boxSecrets } from './box-secrets.ts';
import type { StateAddress } from './open-stores.ts';

/**
 * How to read the master key of ping addresses: with the tables on AWS from the sentinel's parameter; on a single host
 * from systemd's credentials or the state folder's `secrets`, where it is created when missing. Throws
 * SecretUnavailable, as what it resolves to does.
 */
export async function openMasterKey(address: StateAddress, env: NodeJS.ProcessEnv): Promise<() => Promise<string>> {
  if (address.kind === 'dynamodb') {
    const { SsmParameters } = await import('../../lib/adapters/ssm/parameters.ts');
    const parameters = new SsmParameters();
    return () => masterKeyFrom(parameters, `/${address.prefix}/${MASTER_KEY_SECRET}`);
  }
  const { secrets, folder, has } = boxSecrets(address.folder, env);
  if (!(await has(MASTER_KEY_SECRET))) {
    const { makeFileSecret } = await import('../../lib/adapters/file/secret-once.ts');
    await makeFileSecret(folder, MASTER_KEY_SECRET, newKey());
  }
  return () => masterKeyFrom(secrets, MASTER_KEY_SECRET);
}
