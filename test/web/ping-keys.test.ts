import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveJobKeys } from '../../lib/app/ping/ping-key.ts';
import { proposedRules } from '../../lib/app/ping/proposed-rules.ts';
import { createAllJobsKey, rotateAllJobsKey, rotateJobKey } from '../../lib/app/ping/rotate-ping-keys.ts';
import { DAY_MS, HOUR_MS } from '../../lib/core/instant.ts';
import { documentOf, NOW, type PingServer, pingServer } from './ping-setting.ts';

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

describe('a job that the rules doc does not know', () => {
  it('is kept as a proposal at its first ping, and is no heartbeat', async () => {
    expect(await status(`${server.key}/mail-archive/start`)).toBe(200);
    server.now = NOW + HOUR_MS;
    expect(await status(`${server.key}/mail-archive/fail`)).toBe(200);
    const proposal = { parentId: 'mail-archive', node: null, at: NOW, signal: 'start' };
    expect(await server.stores.proposals.read()).toEqual([proposal]);
    expect(await server.heartbeats('mail-archive')).toEqual([]);
  });

  it('is bound by the same limits', async () => {
    for (let sent = 0; sent < 60; sent += 1) await server.ping(`${server.key}/mail-archive`);
    expect(await status(`${server.key}/mail-archive`)).toBe(429);
    expect(await status(`${server.key}/mail/256`)).toBe(400);
  });

  it('is forgotten after 30 days, and proposed again', async () => {
    await server.ping(`${server.key}/mail-archive`);
    server.now = NOW + 30 * DAY_MS - 1;
    expect(await server.stores.proposals.read()).toHaveLength(1);
    server.now = NOW + 30 * DAY_MS;
    expect(await server.stores.proposals.read()).toEqual([]);
    expect(await status(`${server.key}/mail-archive`)).toBe(200);
    expect(await server.stores.proposals.read()).toMatchObject([{ at: NOW + 30 * DAY_MS }]);
  });

  it('is the hundredth at most; those that came before it, and jobs, are still answered', async () => {
    for (let job = 0; job < 100; job += 1) expect(await status(`${server.key}/job-${job}`)).toBe(200);
    const answer = await server.ping(`${server.key}/job-100`);
    expect([answer.status, await answer.text()]).toEqual([404, 'not found']);
    expect(await status(`${server.key}/job-0/fail`)).toBe(200);
    expect(await status(`${server.key}/other`)).toBe(200);
    expect(await server.stores.proposals.read()).toHaveLength(100);
  });

  it('is the hundredth at most, also when many ping at once', async () => {
    const answers = await Promise.all(Array.from({ length: 115 }, (_, job) => status(`${server.key}/job-${job}`)));
    const proposed = answers.flatMap((answer, job) => (answer === 200 ? [`job-${job}`] : []));
    const kept = (await server.stores.proposals.read()).map(({ parentId }) => parentId);
    expect(kept.length).toBeLessThanOrEqual(100);
    expect(kept.length).toBeGreaterThan(0);
    expect(new Set(kept)).toEqual(new Set(proposed));
  });

  it('leaves room for another once it has been added to the rules doc', async () => {
    for (let job = 0; job < 100; job += 1) await server.ping(`${server.key}/job-${job}`);
    server.document = documentOf(
      'version: 1\nsettings: { admin: dana }\npeople: { dana: { email: d@x.example } }\njobs:\n  job-7: { heartbeat: true, rule: every 24 hours }\n',
    );
    expect(await status(`${server.key}/job-7`)).toBe(200);
    expect(await server.heartbeats('job-7')).toHaveLength(1);
    expect(await status(`${server.key}/job-100`)).toBe(200);
    expect(await status(`${server.key}/job-101`)).toBe(404);
  });

  it('is printed as YAML that can be pasted, whatever its name looks like', async () => {
    const paths = ['mail-archive', '404', 'null', '1.5', 'yes', 'cluster/n1', 'cluster/n2', 'medusa/n3'];
    for (const path of paths) expect(await status(`${server.key}/${path}`)).toBe(200);
    const document = server.document as NonNullable<typeof server.document>;
    const yaml = proposedRules(await server.stores.proposals.read(), document);
    expect(yaml).toContain('# medusa: add n3 to its nodes (pinged first 2026-11-21T08:00:00Z)');
    const pasted = documentOf(
      `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: d@x.example } }\n${yaml}\n`,
    );
    expect(pasted.jobs.map(({ id }) => id).toSorted()).toEqual(
      ['1.5', '404', 'cluster/n1', 'cluster/n2', 'mail-archive', 'null', 'yes'].toSorted(),
    );
  });
});
