import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveJobKeys } from '../../../lib/app/ping/ping-key.ts';
import { createAllJobsKey, rotateAllJobsKey, rotateJobKey } from '../../../lib/app/ping/rotate-ping-keys.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { documentOf, NOW, type PingServer, pingServer } from '../../web/ping-setting.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let server: PingServer;

beforeEach(async () => {
  server = await pingServer();
});

afterEach(async () => {
  await server.close();
});

const status = async (path: string) => (await server.ping(path)).status;

async function jobKeys(jobId: string): Promise<readonly string[]> {
  const { generations } = await server.stores.pingKeys.read();
  return liveJobKeys(server.masterKey, jobId, generations.get(jobId) ?? null, server.now).map(({ key }) => key);
}

describe("a job's own key", () => {
  it('is a UUID that stays the same, and no other job has it', async () => {
    const keys = (await Promise.all(['orders-db', 'other', 'medusa/n1', 'medusa/n2'].map(jobKeys))).flat();
    for (const key of keys) expect(key).toMatch(UUID);
    expect(new Set(keys).size).toBe(4);
    expect(await jobKeys('orders-db')).toEqual(keys.slice(0, 1));
  });

  it('comes from the master key: with another, the old address is unknown', async () => {
    const old = server.jobKey('orders-db');
    expect(await status(old)).toBe(200);
    server.masterKey = 'another-master-key-of-enough-characters';
    expect(await status(old)).toBe(404);
    expect(await status(server.jobKey('orders-db'))).toBe(200);
  });

  it('is known from the moment on that its job is in the rules doc', async () => {
    const key = server.jobKey('new');
    expect(await status(key)).toBe(404);
    server.document = documentOf(
      'version: 1\nsettings: { admin: dana }\npeople: { dana: { email: d@x.example } }\njobs:\n  new: { heartbeat: true, rule: every 24 hours }\n',
    );
    expect(await status(key)).toBe(200);
    expect(await status(server.jobKey('orders-db'))).toBe(404);
  });

  it('is rotated: both are taken until the old one ends', async () => {
    const [old] = await jobKeys('orders-db');
    const rotated = await rotateJobKey('orders-db', server.stores.pingKeys, NOW, NOW + HOUR_MS);
    expect(rotated).toEqual({ done: true, value: 2 });
    const [next, before] = await jobKeys('orders-db');
    expect(before).toBe(old);
    expect(next).not.toBe(old);
    expect([await status(`${old}`), await status(`${next}`)]).toEqual([200, 200]);
    server.now = NOW + HOUR_MS - 1;
    expect([await status(`${old}`), await status(`${next}`)]).toEqual([200, 200]);
    server.now = NOW + HOUR_MS;
    expect([await status(`${old}`), await status(`${next}`)]).toEqual([404, 200]);
  });

  it('is rotated again only when the old one has ended, or at once when it has leaked', async () => {
    const { pingKeys } = server.stores;
    const [first] = await jobKeys('orders-db');
    await rotateJobKey('orders-db', pingKeys, NOW, NOW + HOUR_MS);
    const [second] = await jobKeys('orders-db');
    expect(await rotateJobKey('orders-db', pingKeys, NOW + 1, NOW + HOUR_MS)).toMatchObject({ done: false });
    expect(await rotateJobKey('orders-db', pingKeys, NOW + 1, NOW + 1)).toEqual({ done: true, value: 3 });
    server.now = NOW + 1;
    expect([await status(`${first}`), await status(`${second}`)]).toEqual([404, 404]);
    const [third] = await jobKeys('orders-db');
    expect(await status(`${third}`)).toBe(200);
    expect(await rotateJobKey('orders-db', pingKeys, NOW + 2, NOW + DAY_MS)).toEqual({ done: true, value: 4 });
  });

  it('of two who rotate at once, one does', async () => {
    const { pingKeys } = server.stores;
    const both = await Promise.all([1, 2].map(() => rotateJobKey('other', pingKeys, NOW, NOW + HOUR_MS)));
    expect(both.map(({ done }) => done).sort()).toEqual([false, true]);
    expect((await pingKeys.read()).generations.get('other')).toEqual({ generation: 2, previousUntil: NOW + HOUR_MS });
  });
});

describe('a key for all jobs', () => {
  it('is kept as a hash only', async () => {
    const { allJobs } = await server.stores.pingKeys.read();
    expect(allJobs).toHaveLength(1);
    expect(JSON.stringify(allJobs)).not.toContain(server.key);
  });

  it('is made once; the next one by rotating, and both are taken until the old one ends', async () => {
    const { pingKeys } = server.stores;
    expect(await createAllJobsKey(pingKeys, NOW)).toMatchObject({ done: false });
    const made = await rotateAllJobsKey(pingKeys, NOW + 1, NOW + HOUR_MS);
    const next = made.done ? made.value : '';
    expect([await status(`${server.key}/other`), await status(`${next}/other`)]).toEqual([200, 200]);
    expect(await rotateAllJobsKey(pingKeys, NOW + 2, NOW + HOUR_MS)).toMatchObject({ done: false });
    server.now = NOW + HOUR_MS;
    expect([await status(`${server.key}/other`), await status(`${next}/other`)]).toEqual([404, 200]);
  });

  it('that has leaked ends at once', async () => {
    const { pingKeys } = server.stores;
    const made = await rotateAllJobsKey(pingKeys, NOW, NOW);
    const next = made.done ? made.value : '';
    expect([await status(`${server.key}/other`), await status(`${next}/other`)]).toEqual([404, 200]);
  });

  it('is not there until it is made', async () => {
    server.now = NOW + 1;
    await rotateAllJobsKey(server.stores.pingKeys, NOW, NOW);
    const { allJobs } = await server.stores.pingKeys.read();
    for (const { hash } of allJobs) await server.stores.pingKeys.endAllJobsKey(hash, NOW);
    expect(await rotateAllJobsKey(server.stores.pingKeys, NOW, NOW)).toMatchObject({ done: false });
    expect(await status(`${server.key}/other`)).toBe(404);
    expect(await createAllJobsKey(server.stores.pingKeys, NOW)).toMatchObject({ done: true });
  });
});
