import type { Context } from 'hono';
import { isForwarded } from '../../lib/web/forwarded-hops.ts';
import { isPrivateAddress } from '../../lib/web/ip-address.ts';
import { TrustedProxies } from '../../lib/web/trusted-proxies.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The proxies of `--trusted-proxy`, or else of SENTINEL_TRUSTED_PROXY, with commas between them. Throws UsageError for
 * what is neither an address nor a network.
 */
export function trustedProxies(option: readonly string[] | undefined, env: NodeJS.ProcessEnv): TrustedProxies {
  const set = (env.SENTINEL_TRUSTED_PROXY ?? '').split(/[\s,]+/).filter((text) => text !== '');
  const made = TrustedProxies.of(option ?? set);
  if (made instanceof TrustedProxies) return made;
  const name = option === undefined ? 'SENTINEL_TRUSTED_PROXY' : '--trusted-proxy';
  throw new UsageError(`${name} ${made.invalid}: write an address or a network, such as 127.0.0.1 or 10.0.0.0/8`);
}

/**
 * The client of each request. `onUntrusted` is called once, with the address of a proxy on this host or in a private
 * network that is not among the trusted ones: then all its clients look like one.
 */
export function clientAddresses(
  proxies: TrustedProxies,
  peerOf: (context: Context) => string,
  onUntrusted: (proxy: string) => void,
): (context: Context) => string {
  let isReported = false;
  return (context) => {
    const peer = peerOf(context);
    const { headers } = context.req.raw;
    if (!isReported && isForwarded(headers) && isPrivateAddress(peer) && !proxies.has(peer)) {
      isReported = true;
      onUntrusted(peer);
    }
    return proxies.clientOf(peer, headers);
  };
}
