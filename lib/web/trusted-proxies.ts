import { BlockList, isIP } from 'node:net';
import { forwardedHops } from './forwarded-hops.ts';
import { readIpAddress } from './ip-address.ts';

const FAMILIES = { 4: 'ipv4', 6: 'ipv6' } as const;
const PREFIX_BITS = { 4: 32, 6: 128 } as const;

/** The proxies whose word counts for where a request comes from. */
export class TrustedProxies {
  readonly #networks: BlockList;

  private constructor(networks: BlockList) {
    this.#networks = networks;
  }

  /** Of networks such as `10.0.0.0/8`, or single addresses; or the text of the first that is neither. */
  static of(networks: readonly string[]): TrustedProxies | { readonly invalid: string } {
    const list = new BlockList();
    for (const text of networks) {
      const [address = '', bits, ...more] = text.split('/');
      const family = isIP(address);
      if ((family !== 4 && family !== 6) || more.length > 0) return { invalid: text };
      if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > PREFIX_BITS[family]))
        return { invalid: text };
      list.addSubnet(address, Number(bits ?? PREFIX_BITS[family]), FAMILIES[family]);
    }
    return new TrustedProxies(list);
  }

  /** Whether an address, in its shortest form, is that of a trusted proxy. */
  has(address: string): boolean {
    const family = isIP(address);
    return (family === 4 || family === 6) && this.#networks.check(address, FAMILIES[family]);
  }

  /**
   * The address of the client whose request came from `peer`. A trusted proxy is asked for the one before it, and so on:
   * `X-Forwarded-For` and `Forwarded` (RFC 7239) are read from the right, since anyone can write what stands further left.
   * Where they say nothing usable, or not the same, it is the last address that is certain.
   */
  clientOf(peer: string, headers: Headers): string {
    const certain = readIpAddress(peer) ?? peer;
    if (!this.has(certain)) return certain;
    const named = forwardedHops(headers).map((hops) => this.#firstBefore(certain, hops));
    // A proxy that writes the one header passes on the other as its client wrote it.
    return new Set(named).size === 1 ? (named[0] ?? certain) : certain;
  }

  #firstBefore(peer: string, hops: readonly string[]): string {
    let certain = peer;
    for (const hop of hops) {
      const address = readIpAddress(hop);
      if (address === null) return certain;
      certain = address;
      if (!this.has(address)) return certain;
    }
    return certain;
  }
}
