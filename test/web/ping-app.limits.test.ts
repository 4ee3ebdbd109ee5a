import { afterEach, describe, expect, it } from 'vitest';
import { masterKeyFrom } from '../../lib/app/ping/ping-key.ts';
import { SecretUnavailable } from '../../lib/ports/secrets.ts';
import { type HeartbeatLog, StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { type PingServer, pingServer } from './ping-setting.ts';

const UNKNOWN = '07c2f548-9850-4b27-af5d-6c9dc157ec02';

let server: PingServer;

afterEach(async () => {
  await server.close();
});

async function statuses(count: number, path: string): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (let sent = 0; sent < count; sent += 1) {
    const { status } = await server.ping(path);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

describe('how often a job may ping', () => {
  it('sixty times at once; the next is refused and not kept', async () => {
    server = await pingServer();
    expect(await statuses(62, server.jobKey('orders-db'))).toEqual({ 200: 60, 429: 2 });
    expect(await server.heartbeats('orders-db')).toHaveLength(60);
  });

  it('by whatever key; other jobs are not concerned', async () => {
    server = await pingServer();
    expect(await statuses(30, server.jobKey('orders-db'))).toEqual({ 200: 30 });
    expect(await statuses(31, `${server.key}/orders-db/log`)).toEqual({ 200: 30, 429: 1 });
    expect(await statuses(1, server.jobKey('other'))).toEqual({ 200: 1 });
  });

  it('after that once a second', async () => {
    server = await pingServer();
    await statuses(60, server.jobKey('orders-db'));
    server.elapsedMs = 999;
    expect(await statuses(1, server.jobKey('orders-db'))).toEqual({ 429: 1 });
    server.elapsedMs = 3_000;
    expect(await statuses(5, server.jobKey('orders-db'))).toEqual({ 200: 3, 429: 2 });
    server.elapsedMs = 63_000;
    expect(await statuses(61, server.jobKey('orders-db'))).toEqual({ 200: 60, 429: 1 });
  });

  it('the answer says when to come again', async () => {
    server = await pingServer();
    await statuses(60, server.jobKey('orders-db'));
    const { headers } = await server.ping(server.jobKey('orders-db'));
    expect(headers.get('retry-after')).toBe('60');
    expect(headers.get('ping-body-limit')).toBe('10000');
  });
});

describe('how often one address may ask in vain', () => {
  it('sixty times; its known pings are taken all the same', async () => {
    server = await pingServer();
    expect(await statuses(62, UNKNOWN)).toEqual({ 404: 60, 429: 2 });
    expect(await statuses(1, server.jobKey('orders-db'))).toEqual({ 200: 1 });
    server.elapsedMs = 1_000;
    expect(await statuses(2, UNKNOWN)).toEqual({ 404: 1, 429: 1 });
  });

  it('known pings do not use it up', async () => {
    server = await pingServer();
    await statuses(60, server.jobKey('orders-db'));
    expect(await statuses(1, UNKNOWN)).toEqual({ 404: 1 });
  });
});

it('an unknown key is answered in the time of a known one', async () => {
  const RECORDING_MS = 60;
  const slept: number[] = [];
  const heartbeats = {
    record: async () => {
      server.elapsedMs += RECORDING_MS;
    },
    newest: async () => [],
    prune: async () => 0,
  } satisfies HeartbeatLog;
  server = await pingServer({ heartbeats, sleep: async (durationMs) => slept.push(durationMs) });
  expect(await statuses(15, server.jobKey('orders-db'))).toEqual({ 200: 15 });
  expect(slept).toEqual([]);
  for (const path of [UNKNOWN, 'wrong/orders-db', 'wrong/no-job']) expect((await server.ping(path)).status).toBe(404);
  expect(slept).toEqual([RECORDING_MS, RECORDING_MS, RECORDING_MS]);
});

describe('when something is away', () => {
  it('a ping that cannot be stored is answered 503, for the client to try again, and said', async () => {
    const down = async () => {
      throw new StateStoreUnavailable('the disk is full');
    };
    server = await pingServer({ heartbeats: { record: down, newest: async () => [], prune: async () => 0 } });
    const answer = await server.ping(server.jobKey('orders-db'));
    expect(answer.status).toBe(503);
    expect(answer.headers.get('ping-body-limit')).toBe('10000');
    expect(await answer.text()).toBe('the ping could not be stored; try again');
    expect(server.failures).toEqual(['the disk is full']);
  });

  it('without rules nobody is known, nor unknown', async () => {
    server = await pingServer();
    const key = server.jobKey('orders-db');
    server.document = null;
    expect((await server.ping(key)).status).toBe(503);
    expect((await server.ping(UNKNOWN)).status).toBe(503);
    const message = 'there is no usable rules doc; no ping can be taken';
    expect(server.failures).toEqual([message, message]);
  });

  it('with rules that were read before, pings go on being taken', async () => {
    server = await pingServer();
    expect((await server.ping(server.jobKey('orders-db'))).status).toBe(200);
    server.document = null;
    expect((await server.ping(server.jobKey('orders-db'))).status).toBe(200);
    expect(await server.heartbeats('orders-db')).toHaveLength(2);
    expect(server.failures).toHaveLength(1);
  });

  it('a master key that is too short is none, and is not told', async () => {
    const masterKey = () => masterKeyFrom({ get: async () => 'hunter2' }, 'ping-master-key');
    await expect(masterKey()).rejects.toThrow(SecretUnavailable);
    server = await pingServer({ masterKey });
    expect((await server.ping(UNKNOWN)).status).toBe(503);
    expect(server.failures.join()).toContain('ping-master-key is too short');
    expect(server.failures.join()).not.toContain('hunter2');
  });
});
