import { describe, expect, it } from 'vitest';
import { TrustedProxies } from '../../lib/web/trusted-proxies.ts';

function proxies(...networks: string[]): TrustedProxies {
  const made = TrustedProxies.of(networks);
  if ('invalid' in made) throw new Error(made.invalid);
  return made;
}

const OURS = proxies('127.0.0.1', '10.0.0.0/8', '2001:db8:aaaa::/48');

describe('the client behind trusted proxies', () => {
  const cases: readonly [name: string, peer: string, headers: Record<string, string>, expected: string][] = [
    ['is the peer where nothing is said', '127.0.0.1', {}, '127.0.0.1'],
    [
      'is the peer that is not trusted, whatever it says',
      '192.0.2.1',
      { 'x-forwarded-for': '198.51.100.9' },
      '192.0.2.1',
    ],
    ['is the one before the proxy', '127.0.0.1', { 'x-forwarded-for': '198.51.100.9' }, '198.51.100.9'],
    [
      'is the last before the proxies, not what it wrote itself',
      '127.0.0.1',
      { 'x-forwarded-for': '1.1.1.1, 198.51.100.9, 10.1.2.3' },
      '198.51.100.9',
    ],
    ['may be inside itself', '127.0.0.1', { 'x-forwarded-for': '10.9.9.9, 10.1.2.3' }, '10.9.9.9'],
    ['is the peer, written as IPv6', '::ffff:127.0.0.1', { 'x-forwarded-for': '198.51.100.9' }, '198.51.100.9'],
    ['is behind a proxy with IPv6', '2001:db8:aaaa::1', { 'x-forwarded-for': '2001:db8:bbbb::5' }, '2001:db8:bbbb::5'],
    ['has a port', '127.0.0.1', { 'x-forwarded-for': '198.51.100.9:4711' }, '198.51.100.9'],
    [
      'is not known: the proxy that is certain',
      '127.0.0.1',
      { 'x-forwarded-for': '198.51.100.9, unknown, 10.1.2.3' },
      '10.1.2.3',
    ],
    ['is not known by garbage', '127.0.0.1', { 'x-forwarded-for': ',,;"' }, '127.0.0.1'],
    ['is not known by nothing', '127.0.0.1', { 'x-forwarded-for': '' }, '127.0.0.1'],
    ['is named by Forwarded', '127.0.0.1', { forwarded: 'for=198.51.100.9;proto=https;by=10.0.0.1' }, '198.51.100.9'],
    [
      'is quoted, with IPv6 and a port',
      '127.0.0.1',
      { forwarded: 'for=1.1.1.1, proto=https; For="[2001:db8:bbbb::5]:4711"' },
      '2001:db8:bbbb::5',
    ],
    ['has no name', '127.0.0.1', { forwarded: 'for=198.51.100.9, for=_hidden' }, '127.0.0.1'],
    ['is in no for=', '127.0.0.1', { forwarded: 'for=198.51.100.9, proto=https' }, '127.0.0.1'],
    [
      'cannot swallow what the proxy adds by an open quote',
      '127.0.0.1',
      { forwarded: 'for="1.1.1.1, for="[2001:db8:bbbb::5]"' },
      '2001:db8:bbbb::5',
    ],
    [
      'is the same in both headers',
      '127.0.0.1',
      { forwarded: 'for=198.51.100.9', 'x-forwarded-for': '198.51.100.9' },
      '198.51.100.9',
    ],
    [
      'is not believed where the headers differ',
      '127.0.0.1',
      { forwarded: 'for=1.1.1.1', 'x-forwarded-for': '198.51.100.9' },
      '127.0.0.1',
    ],
    ['has no address at all', 'unknown', { 'x-forwarded-for': '198.51.100.9' }, 'unknown'],
  ];
  it.each(cases)('%s', (_, peer, headers, expected) => {
    expect(OURS.clientOf(peer, new Headers(headers))).toBe(expected);
  });

  it('is found in 16 KB of headers, which servers take at most, in one reading', () => {
    const forged = Array(4_000).fill('"a,').join('');
    expect(OURS.clientOf('127.0.0.1', new Headers({ forwarded: `${forged}, for=198.51.100.9` }))).toBe('198.51.100.9');
  });

  it('is the peer where no proxy is trusted', () => {
    expect(proxies().clientOf('127.0.0.1', new Headers({ 'x-forwarded-for': '198.51.100.9' }))).toBe('127.0.0.1');
  });
});

describe('a network of trusted proxies', () => {
  it.each(['10.0.0.0/33', '10.0.0/8', '::1/129', 'localhost', '10.0.0.0/8/8', '10.0.0.0/', '', '10.0.0.1:80'])(
    '"%s" is refused',
    (text) => expect(TrustedProxies.of(['127.0.0.1', text])).toEqual({ invalid: text }),
  );

  it.each([
    ['0.0.0.0/0', '198.51.100.9', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['::/0', '2001:db8::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
  ])('%s holds %s: %s', (network, address, expected) => expect(proxies(network).has(address)).toBe(expected));
});
