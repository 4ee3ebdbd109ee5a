import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { clientAddresses, trustedProxies } from '../../../bin/wiring/client-address.ts';

/** The clients of requests that come from these peers with a header, and which proxies were reported. */
async function clients(networks: readonly string[], peers: readonly string[], header = 'x-forwarded-for') {
  const reported: string[] = [];
  const app = new Hono();
  const left = [...peers];
  const clientOf = clientAddresses(
    trustedProxies(networks, {}),
    () => left.shift() ?? 'unknown',
    (proxy) => reported.push(proxy),
  );
  app.get('/', (context) => context.text(clientOf(context)));
  const found: string[] = [];
  for (const _ of peers) found.push(await (await app.request('/', { headers: { [header]: '198.51.100.9' } })).text());
  return { found, reported };
}

describe('the client of a request', () => {
  it('is named by a trusted proxy, which is not reported', async () => {
    expect(await clients(['127.0.0.1', '10.0.0.0/8'], ['127.0.0.1', '10.1.2.3'])).toEqual({
      found: ['198.51.100.9', '198.51.100.9'],
      reported: [],
    });
  });

  it('is a proxy that is not trusted, and the first of those is reported once', async () => {
    expect(await clients([], ['127.0.0.1', '127.0.0.1', '192.168.1.1'])).toEqual({
      found: ['127.0.0.1', '127.0.0.1', '192.168.1.1'],
      reported: ['127.0.0.1'],
    });
  });

  it('is never to be trusted from outside, where anyone can write the header', async () => {
    expect((await clients([], ['192.0.2.1'])).reported).toEqual([]);
  });

  it('is no matter of a proxy without such a header', async () => {
    expect((await clients([], ['127.0.0.1'], 'x-other')).reported).toEqual([]);
  });
});

describe('trusted proxies', () => {
  it.each([
    ['from the option', ['10.0.0.1'], {}],
    ['from the environment, with commas or spaces', undefined, { SENTINEL_TRUSTED_PROXY: '127.0.0.1, 10.0.0.0/8' }],
    ['from the option before the environment', ['10.0.0.1'], { SENTINEL_TRUSTED_PROXY: '192.0.2.0/24' }],
  ])('are read %s', (_, option, env) => {
    const proxies = trustedProxies(option, env);
    expect([proxies.has('10.0.0.1'), proxies.has('192.0.2.1')]).toEqual([true, false]);
  });

  it.each([
    [['localhost'], {}, '--trusted-proxy localhost: write an address or a network'],
    [undefined, { SENTINEL_TRUSTED_PROXY: '10.0.0.0/99' }, 'SENTINEL_TRUSTED_PROXY 10.0.0.0/99: write an address'],
  ])('%s %s is refused, with what to write', (option, env, message) => {
    expect(() => trustedProxies(option, env)).toThrow(message);
  });
});
