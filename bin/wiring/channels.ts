import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Channels } from '../../lib/app/dispatch/deliver-notification.ts';
import { fingerprintOf } from '../../lib/app/dispatch/settings-fingerprint.ts';
import { CHANNEL_KINDS, type ChannelKind } from '../../lib/core/model/channel-kind.ts';
import type { ChannelOnHost, HostSetup, OpenedChannel } from '../../lib/ports/channel-setup.ts';
import { UsageError } from '../usage-error.ts';
import { boxSecrets } from './box-secrets.ts';

/**
 * The channels of a single host: secrets in files, the rest in the environment. Each is set up by `on-host.ts` in its
 * folder, or says what is missing. Throws UsageError for a setting that cannot be used.
 */
export async function openChannels(stateFolder: string, env: NodeJS.ProcessEnv): Promise<Channels> {
  const { secrets, folder, has } = boxSecrets(stateFolder, env);
  const setup: HostSetup = { env, secrets, hasSecret: has, secretPath: (name) => join(folder, name), refuse };
  const opened = new Map<ChannelKind, OpenedChannel>();
  for (const kind of CHANNEL_KINDS) {
    const { openOnHost } = (await import(`../../lib/channels/${kind}/on-host.ts`)) as ChannelOnHost;
    opened.set(kind, await openOnHost(setup));
  }
  const standing = [...opened].map(([kind, channel]) => ('missing' in channel ? channel.missing : kind));
  const variables = Object.entries(env).filter(([name]) => name.startsWith('SENTINEL_'));
  const plain = [...standing, ...variables.sort().map((pair) => pair.join('='))];
  return {
    of: (kind) => opened.get(kind) ?? { missing: `${kind} is not known here` },
    settings: async () => fingerprintOf([...plain, ...(await fileChanges([folder, env.CREDENTIALS_DIRECTORY ?? '']))]),
  };
}

/** The sign that a file was written, replaced or made readable: its name, and when that was. */
async function fileChanges(folders: readonly string[]): Promise<string[]> {
  const changes: string[] = [];
  for (const folder of folders.filter((each) => each !== '')) {
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      const found = await stat(join(folder, name)).catch(() => null);
      changes.push(`${name} ${found?.ctimeMs ?? ''}`);
    }
  }
  return changes;
}

/** Ends the command because of a setting. */
export function refuse(message: string): never {
  throw new UsageError(message);
}
