import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposedRules } from '../../../lib/app/ping/proposed-rules.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { documentOf, NOW, type PingServer, pingServer } from '../../web/ping-setting.ts';

let server: PingServer;

beforeEach(async () => {
  server = await pingServer();
});

afterEach(async () => {
  await server.close();
});

const status = async (path: string) => (await server.ping(path)).status;

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
