import { lookup as resolveByDns } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What is not the public internet (IANA's registry of special-purpose IPv4 addresses). */
const CLOSED_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/**
 * All but 2000::/3, which is the public internet: loopback, unique-local, link-local, multicast, and the ways to write
 * an IPv4 address (mapped, NAT64) lie outside. Within it: Teredo and other protocols, examples, 6to4.
 */
const CLOSED_IPV6 = ['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** An address that no webhook may lie at. */
export class ClosedAddress extends Error {
  readonly address: string;

  constructor(address: string) {
    super(`${address} is not an address of the public internet`);
    this.name = 'ClosedAddress';
    this.address = address;
  }
}

/** Distinguishes addresses that may be connected to from those of networks that outsiders must not reach through us. */
export class AddressGate {
  // One list for each family: a rule for IPv6 addresses would be held against IPv4 addresses too, by their mapping.
  readonly #closed = { 4: new BlockList(), 6: new BlockList() };
  readonly #open = { 4: new BlockList(), 6: new BlockList() };
  readonly #resolve: LookupFunction;

  /**
   * `allowed`: addresses and networks (`10.1.2.0/24`) that may be reached although they are closed. Throws TypeError
   * for anything else. `resolve`: looks names up, all addresses at once.
   */
  constructor(allowed: readonly string[] = [], resolve: LookupFunction = resolveByDns) {
    this.#resolve = resolve;
    for (const network of [...CLOSED_IPV4, ...CLOSED_IPV6]) add(this.#closed, network);
    for (const network of allowed) add(this.#open, network);
  }

  /** Throws ClosedAddress. */
  check(address: string): void {
    const family = isIP(address) === 4 ? 4 : 6;
    const name = family === 4 ? 'ipv4' : 'ipv6';
    if (this.#closed[family].check(address, name) && !this.#open[family].check(address, name)) {
      throw new ClosedAddress(address);
    }
  }

  /**
   * Looks a name up for a connection. The connection is made to the very addresses that were checked, so a name that
   * means something else the next time (DNS rebinding) gains nothing; one closed address among them is too many.
   */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.#resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const addresses = Array.isArray(found) ? found : [];
      try {
        for (const { address } of addresses) this.check(address);
      } catch (closed) {
        return callback(closed as Error, '');
      }
      const [first] = addresses;
      if (options.all || !first) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function add(lists: { readonly 4: BlockList; readonly 6: BlockList }, network: string): void {
  const [, address = '', bits] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(network) ?? [];
  const family = isIP(address);
  const maxBits = family === 4 ? 32 : 128;
  if ((family !== 4 && family !== 6) || Number(bits ?? 0) > maxBits) {
    throw new TypeError(`${JSON.stringify(network)} is no network; write it like 10.1.2.0/24`);
  }
  lists[family].addSubnet(address, Number(bits ?? maxBits), family === 4 ? 'ipv4' : 'ipv6');
}
