import { ASKED_LINK_LIFE_MS, newSignInPath } from '../../lib/web/sign-in-link.ts';
import { UsageError } from '../usage-error.ts';
import { openLinkKey, publicUrlOf } from './box-web.ts';
import { notedAddress } from './noted-address.ts';
import type { StateAddress } from './open-stores.ts';
import { watchAddress } from './watch-address.ts';

/**
 * A link that signs a person in, once: at `url`, else where SENTINEL_URL says, else where the stack has noted, or `watch` listens. Throws
 * UsageError, SecretUnavailable.
 */
export async function newSignInUrl(
  personId: string,
  address: StateAddress,
  url: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  if (url !== undefined && !URL.canParse(url))
    throw new UsageError(`--url ${url}: write a URL, such as https://backups.example.com`);
  const base = url === undefined ? (publicUrlOf(env) ?? (await notedBase(address))) : `${url.replace(/\/+$/, '')}/`;
  const path = newSignInPath(
    { personId, jobId: null, expiresAt: Date.now() + ASKED_LINK_LIFE_MS },
    await linkKeyOf(address, env),
  );
  return new URL(path, base).href;
}

/** Where `watch` serves; on AWS the stack has noted it. Throws UsageError when it has not. */
async function notedBase(address: StateAddress): Promise<string> {
  if (address.kind === 'folder') return watchAddress(address.folder);
  const noted = await notedAddress(address.prefix, 'web');
  if ('url' in noted) return `${noted.url}/`;
  throw new UsageError(
    `the URL of the status page is not known: ${noted.message}. Deploy with "web": true, or add --url https://backups.example.com`,
  );
}

async function linkKeyOf(address: StateAddress, env: NodeJS.ProcessEnv): Promise<string> {
  if (address.kind === 'folder') return openLinkKey(address.folder, env);
  const { SsmParameters } = await import('../../lib/adapters/ssm/parameters.ts');
  return new SsmParameters().get(`/${address.prefix}/link-key`);
}
