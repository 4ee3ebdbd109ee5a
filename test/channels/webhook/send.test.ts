import { createHmac, timingSafeEqual } from 'node:crypto';
import { connect, createServer, type LookupFunction, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AddressGate, ClosedAddress } from '../../../lib/channels/webhook/address-gate.ts';
import { WebhookSender, type WebhookSettings } from '../../../lib/channels/webhook/send.ts';
import { type Outgoing, rendering } from '../../../lib/ports/channel.ts';
import { type Behaviour, channelContract } from '../../contracts/channel.ts';
import { messageOf, SECRETS, secretsOf } from '../../contracts/channel-samples.ts';
import type { Forms } from '../every-form.ts';
import { HttpStandIn, type Reaction, type ReceivedRequest } from '../http-stand-in.ts';

const KEY = SECRETS['webhook/key'] ?? '';
const LOOPBACK = ['127.0.0.0/8', '::1'];
const NOW = Date.parse('2026-11-21T08:00:00Z');

const asJson = (sender: WebhookSender) => rendering(({ json }: Forms) => json, sender);

/** A receiver as docs show it: takes what is signed and not older than 5 minutes. */
function isGenuine({ headers, body }: ReceivedRequest, key: string, nowS: number): boolean {
  const timestamp = String(headers['x-sentinel-timestamp']);
  if (!(Math.abs(nowS - Number(timestamp)) <= 300)) return false;
  const given = Buffer.from(String(headers['x-sentinel-signature']));
  const expected = Buffer.from(`v1=${createHmac('sha256', key).update(`v1:${timestamp}:${body}`).digest('hex')}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const FAULTS: Readonly<Record<Behaviour, Reaction | null>> = {
  accepts: null,
  'is busy': { status: 429, headers: { 'retry-after': '30' } },
  'knows no such address': { status: 404 },
  // A receiver cannot say that the sentinel is at fault; a message without its key is.
  'refuses the sentinel': null,
  'breaks off': 'reset',
  'falls silent': 'hang',
};

channelContract('a webhook', true, async ({ secrets, timeoutMs }) => {
  const shown: string[] = [];
  let fault: Reaction | null = null;
  const values = { key: await secrets.get('webhook/key').catch(() => null) };
  const receiver = await HttpStandIn.start((request) => {
    if (fault !== null) return fault;
    if (!isGenuine(request, KEY, Date.now() / 1000)) return { status: 401 };
    shown.push(JSON.parse(request.body).text);
    return { status: 204 };
  });
  const held = {
    get: async (name: string) => (values.key === null ? secrets.get(name) : values.key),
  };
  const settings = { gate: new AddressGate(LOOPBACK), allowPlain: true, timeoutMs };
  return {
    channel: asJson(new WebhookSender(held, 'webhook/key', settings)),
    to: `${receiver.url}/hook?token=s`,
    behave: (behaviour) => {
      fault = FAULTS[behaviour];
      if (behaviour === 'refuses the sentinel') values.key = ' ';
    },
    shown: () => shown,
    stop: () => receiver.stop(),
    close: () => receiver.stop(),
  };
});

describe('a webhook', () => {
  let receiver: HttpStandIn;
  let reaction: Reaction;

  beforeEach(async () => {
    reaction = { status: 200 };
    receiver = await HttpStandIn.start(() => reaction);
  });

  afterEach(async () => {
    await receiver.stop();
  });

  const settings = (change: Partial<WebhookSettings> = {}): WebhookSettings => ({
    gate: new AddressGate(LOOPBACK),
    allowPlain: true,
    timeoutMs: 10_000,
    ...change,
  });
  const send = (change: Partial<Outgoing<Forms>> = {}, changed: Partial<WebhookSettings> = {}) =>
    asJson(new WebhookSender(secretsOf(SECRETS), 'webhook/key', settings(changed), () => NOW)).send({
      deliveryId: 'd1',
      to: `${receiver.url}/hook`,
      message: messageOf('größer 😀'),
      earlier: null,
      ...change,
    });

  describe('its signature', () => {
    it('holds for the body as it was sent, the time and the key, and for nothing else', async () => {
      await send();
      const [request] = receiver.requests as [ReceivedRequest];
      expect(JSON.parse(request.body)).toEqual(messageOf('größer 😀').json);
      expect(request.headers).toMatchObject({
        'content-type': 'application/json',
        'x-sentinel-timestamp': String(NOW / 1000),
        'x-sentinel-delivery': 'd1',
        'user-agent': 'backup-sentinel',
      });
      expect(isGenuine(request, KEY, NOW / 1000)).toBe(true);
      expect(isGenuine(request, 'another key', NOW / 1000)).toBe(false);
      expect(isGenuine({ ...request, body: `${request.body} ` }, KEY, NOW / 1000)).toBe(false);
      expect(isGenuine(request, KEY, NOW / 1000 + 301)).toBe(false);
      const later = { ...request.headers, 'x-sentinel-timestamp': String(NOW / 1000 + 60) };
      expect(isGenuine({ ...request, headers: later }, KEY, NOW / 1000)).toBe(false);
    });

    it('is the one that the docs work out', async () => {
      await send({ message: { ...messageOf('x'), json: { state: 'alert' } } });
      // printf 'v1:1795248000:{"state":"alert"}' | openssl dgst -sha256 -hmac a-key-that-is-not-to-be-told
      expect(receiver.requests[0]?.headers['x-sentinel-signature']).toBe(
        'v1=b23b698f7dbe42413a671924510462f4d378f79394d334c2a49638826d92ee98',
      );
    });

    it('is made with a key whose file ends in a line break', async () => {
      const secrets = secretsOf({ 'webhook/key': `${KEY}\n` });
      await asJson(new WebhookSender(secrets, 'webhook/key', settings(), () => NOW)).send({
        deliveryId: 'd',
        to: receiver.url,
        message: messageOf('x'),
        earlier: null,
      });
      expect(isGenuine(receiver.requests[0] as ReceivedRequest, KEY, NOW / 1000)).toBe(true);
    });
  });

  const statuses: readonly (readonly [number, string])[] = [
    [200, 'accepted'],
    [202, 'accepted'],
    [204, 'accepted'],
    [301, 'address'],
    [302, 'address'],
    [307, 'address'],
    [400, 'address'],
    [401, 'address'],
    [403, 'address'],
    [404, 'address'],
    [408, 'later'],
    [410, 'address'],
    [413, 'address'],
    [425, 'later'],
    [429, 'later'],
    [500, 'later'],
    [502, 'later'],
    [503, 'later'],
    [504, 'later'],
  ];
  it.each(statuses)('an answer of %i means: %s', async (status, meaning) => {
    reaction = { status, headers: { location: `${receiver.url}/elsewhere` } };
    const receipt = await send();
    expect(receipt.outcome === 'refused' ? receipt.cause : receipt.outcome).toBe(meaning);
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/hook']);
  });

  it.each([
    ['30', 30],
    ['0', 0],
    ['Sat, 21 Nov 2026 08:01:30 GMT', 90],
    ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
  ])('Retry-After: %s is a wait of %s seconds', async (value, afterS) => {
    reaction = { status: 503, headers: { 'retry-after': value } };
    expect(await send()).toMatchObject({ outcome: 'later', afterS });
  });

  it('a large answer is not read to its end, and its status counts', async () => {
    reaction = { status: 200, body: 'x'.repeat(10_000_000) };
    expect((await send()).outcome).toBe('accepted');
  });

  it('a message that is too large is not sent', async () => {
    const json = { text: 'x'.repeat(300_000) };
    expect(await send({ message: { ...messageOf('x'), json } })).toMatchObject({ outcome: 'refused', cause: 'setup' });
    expect(receiver.requests).toEqual([]);
  });

  it('a secret in its address is not told', async () => {
    reaction = { status: 500 };
    const receipt = await send({ to: `${receiver.url}/T0/B0/very-secret?key=very-secret` });
    expect(receipt).toMatchObject({ message: expect.stringContaining(`127.0.0.1:${receiver.port}`) });
    expect(JSON.stringify(receipt)).not.toContain('very-secret');
  });

  describe('is refused', () => {
    it.each([
      ['ftp://x.example/', 'https://'],
      ['file:///etc/passwd', 'https://'],
      ['javascript:alert(1)', 'https://'],
      ['//x.example', 'https://'],
      ['https://dana:pw@x.example/', 'a user or a password'],
      ['https://dana@x.example/', 'a user or a password'],
    ])('as %s', async (to, words) => {
      expect(await send({ to })).toMatchObject({ cause: 'address', message: expect.stringContaining(words) });
    });

    it('without encryption, unless that is allowed', async () => {
      const refused = await send({}, { allowPlain: false });
      expect(refused).toMatchObject({ cause: 'address', message: expect.stringContaining('not encrypted') });
      expect(receiver.requests).toEqual([]);
    });

    it('by https of a receiver that speaks none', async () => {
      const receipt = await send({ to: `https://127.0.0.1:${receiver.port}/` });
      expect(receipt).toMatchObject({ cause: 'address', message: expect.stringContaining('safely') });
    });

    it.each(['127.0.0.1', '127.1', '2130706433', '0x7f.1', '017700000001', '0', '[::1]', '[::ffff:127.0.0.1]', '[::]'])(
      'at http://%s, which is this machine',
      async (host) => {
        const receipt = await send({ to: `http://${host}:${receiver.port}/` }, { gate: new AddressGate() });
        expect(receipt).toMatchObject({ cause: 'address', message: expect.stringContaining('no public address') });
        expect(receiver.requests).toEqual([]);
      },
    );

    it('at a name that means this machine', async () => {
      const receipt = await send({ to: `http://localhost:${receiver.port}/` }, { gate: new AddressGate() });
      expect(receipt).toMatchObject({ cause: 'address', message: expect.stringContaining('no public address') });
      expect(receiver.requests).toEqual([]);
    });
  });

  describe('at a name', () => {
    type Found = readonly { readonly address: string; readonly family: number }[];
    /** Names as a server of names gives them, each time the next. */
    const names = (...answers: Found[]) => {
      const asked: string[] = [];
      const resolve: LookupFunction = (hostname, _options, callback) => {
        asked.push(hostname);
        const found = answers.shift();
        if (found) callback(null, [...found]);
        else callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), '');
      };
      return { asked, resolve };
    };
    const here = { address: '127.0.0.1', family: 4 };
    const to = () => `http://hooks.example:${receiver.port}/`;

    it('the connection is made to the address that was checked, found once', async () => {
      const { asked, resolve } = names([here], [{ address: '10.0.0.1', family: 4 }]);
      expect((await send({ to: to() }, { gate: new AddressGate(LOOPBACK, resolve) })).outcome).toBe('accepted');
      expect(asked).toEqual(['hooks.example']);
      expect(receiver.requests[0]?.headers.host).toBe(`hooks.example:${receiver.port}`);
    });

    it('that means something else the next time is refused then', async () => {
      const { resolve } = names([here], [{ address: '169.254.169.254', family: 4 }]);
      const gate = new AddressGate(LOOPBACK, resolve);
      expect((await send({ to: to() }, { gate })).outcome).toBe('accepted');
      const receipt = await send({ to: to() }, { gate });
      expect(receipt).toMatchObject({ cause: 'address', message: expect.stringContaining('169.254.169.254') });
    });

    it('one closed address among several is too many', async () => {
      const { resolve } = names([here, { address: 'fd00::1', family: 6 }]);
      const receipt = await send({ to: to() }, { gate: new AddressGate(LOOPBACK, resolve) });
      expect(receipt).toMatchObject({ cause: 'address', message: expect.stringContaining('fd00::1') });
      expect(receiver.requests).toEqual([]);
    });

    it('that nobody knows is tried later', async () => {
      const { resolve } = names();
      expect((await send({ to: to() }, { gate: new AddressGate([], resolve) })).outcome).toBe('later');
    });
  });

  describe('whose receiver takes a connection and says nothing', () => {
    let silent: Server;

    beforeEach(async () => {
      silent = createServer();
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    });

    afterEach(() => {
      silent.close();
    });

    it('has not got the message as long as there is no encryption, and it is tried later', async () => {
      const { port } = silent.address() as { port: number };
      // The check that there is a connection to be had.
      await new Promise<void>((resolve) => connect(port, '127.0.0.1', resolve).unref());
      expect((await send({ to: `https://127.0.0.1:${port}/` }, { timeoutMs: 1_000 })).outcome).toBe('later');
    });
  });
});

describe('the gate of addresses', () => {
  const closed = [
    ...['0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255', '127.0.0.1'],
    ...['127.255.255.255', '169.254.0.0', '169.254.169.254', '172.16.0.0', '172.31.255.255', '192.0.0.170'],
    ...['192.0.2.1', '192.88.99.1', '192.168.0.0', '192.168.255.255', '198.18.0.0', '198.19.255.255', '198.51.100.1'],
    ...['203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1', '64:ff9b::7f00:1'],
    ...['64:ff9b::808:808', '64:ff9b:1::1', '100::1', '1fff:ffff::', '2001::1', '2001:10::1', '2001:db8::1', '2002::1'],
    ...[
      '2002:7f00:1::',
      '3fff::1',
      '4000::1',
      '5f00::1',
      'fc00::1',
      'fd00:ec2::254',
      'fe80::1',
      'fe80::1%lo',
      'fec0::1',
    ],
    ...['ff02::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ];
  it.each(closed)('%s is closed', (address) => {
    expect(() => new AddressGate().check(address)).toThrow(ClosedAddress);
  });

  const open = [
    ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
    ...[
      '128.0.0.0',
      '169.253.255.255',
      '169.255.0.0',
      '172.15.255.255',
      '172.32.0.0',
      '192.167.255.255',
      '192.169.0.0',
    ],
    ...['198.17.255.255', '198.20.0.0', '223.255.255.255', '2000::1', '2001:200::1', '2001:4860:4860::8888'],
    ...['2001:db7:ffff::1', '2001:db9::1', '2003::1', '2600:1f18::1', '2a00:1450::1', '3ffe::1'],
  ];
  it.each(open)('%s is open', (address) => {
    expect(() => new AddressGate().check(address)).not.toThrow();
  });

  it('what is allowed is open, and nothing beside it', () => {
    const gate = new AddressGate(['10.1.2.0/24', '192.168.1.7', 'fd00:1::/32']);
    for (const address of ['10.1.2.0', '10.1.2.255', '192.168.1.7', 'fd00:1:ffff::1']) {
      expect(() => gate.check(address)).not.toThrow();
    }
    for (const address of ['10.1.1.255', '10.1.3.0', '192.168.1.8', 'fd00:2::1', '::ffff:10.1.2.1']) {
      expect(() => gate.check(address)).toThrow(ClosedAddress);
    }
  });

  it.each(['', 'localhost', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '10/8', 'fd00::/129', '10.0.0.0/8/8'])(
    '%j cannot be allowed',
    (network) => {
      expect(() => new AddressGate([network])).toThrow(TypeError);
    },
  );
});
