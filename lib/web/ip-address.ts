import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** An address that was written with a port or in brackets. */
const WITH_PORT = /^(?:\[([^\]]*)\]|([0-9.]+))(?::\d{1,5})?$/;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Of an IPv6 address, what one customer of a provider gets at least: everything behind it is theirs. */
const CUSTOMER_GROUPS = 4;
const ALL_GROUPS = 8;

/**
 * An IP address in its shortest form: without port, brackets and zone, and one of IPv4 that is written as IPv6 as IPv4.
 * Null for anything else, such as `unknown` or a name.
 */
export function readIpAddress(text: string): string | null {
  const [, bracketed, dotted] = WITH_PORT.exec(text) ?? [];
  const [address = ''] = (bracketed ?? dotted ?? text).split('%');
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return isIPv4(mapped) ? mapped : null;
  if (!isIPv6(address)) return isIPv4(address) ? address : null;
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

/** What counts as one client where requests are limited: an IPv4 address, or the /64 network of an IPv6 address. */
export function clientNetwork(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(Math.max(0, ALL_GROUPS - head.length - tail.length)).fill('0');
  return `${[...head, ...zeros, ...tail].slice(0, CUSTOMER_GROUPS).join(':')}::/64`;
}

const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv6');
}

/** Whether an address is of this host or of a private network (RFC 1918, 3927, 4193, 6598). */
export function isPrivateAddress(text: string): boolean {
  const address = readIpAddress(text);
  return address !== null && PRIVATE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
