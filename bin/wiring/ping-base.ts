import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import { publicUrlOf } from './box-web.ts';
import { notedAddress } from './noted-address.ts';
import type { StateAddress } from './open-stores.ts';
import { watchAddress } from './watch-address.ts';

/**
 * Where pings go to, without `/ping/...`: the address that is given, else where SENTINEL_URL says or `watch` listens, or, on
 * AWS, the one that the stack has noted. Empty, and said so, when that is not there. Throws UsageError for what is no web address.
 */
export async function pingBase(address: StateAddress, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    if (!URL.canParse(given)) throw new UsageError(`--url ${given}: write a URL, such as https://backups.example.com`);
    return given.replace(/\/+$/, '');
  }
  if (address.kind === 'folder')
    return (publicUrlOf(process.env) ?? (await watchAddress(address.folder))).replace(/\/$/, '');
  const noted = await notedAddress(address.prefix, 'ping');
  if ('url' in noted) return noted.url;
  complain(`sentinel: the URL of pings is not known: ${noted.message}. Deploy with "heartbeats": true, or add --url`);
  return '';
}
