import { describe, expect, it } from 'vitest';
import { clientNetwork, readIpAddress } from '../../lib/web/ip-address.ts';

describe('an IP address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:4711', '192.0.2.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['2001:0DB8:0:0:0:0:0:7', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['[::ffff:192.0.2.7]:80', '192.0.2.7'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is read as %s', (text, expected) => expect(readIpAddress(text)).toBe(expected));

  it.each([
    '',
    'unknown',
    '_hidden',
    'localhost',
    '300.1.1.1',
    '010.1.1.1',
    '192.0.2.7:',
    '[192.0.2.7',
    '2001:db8',
    '::1::',
  ])('"%s" is none', (text) => expect(readIpAddress(text)).toBeNull());
});

describe('one client, where requests are limited, is', () => {
  it.each([
    ['an address of IPv4', '192.0.2.7', '192.0.2.7'],
    ['a /64 of IPv6', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['the same /64 in its short form', '2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['a /64 whose zeros are left out', '2001:db8::9', '2001:db8:0:0::/64'],
    ['the loopback', '::1', '0:0:0:0::/64'],
    ['a server without a name for it', 'unknown', 'unknown'],
  ])('%s: %s', (_, address, expected) => expect(clientNetwork(address)).toBe(expected));
});
