import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findingsOfProposals } from '../../../lib/app/admin/pass-causes.ts';
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
    const first = await server.ping(`${server.key}/mail-archive/start`);
    expect([first.status, await first.text()]).toEqual([201, 'created as a proposal, not judged yet']);
    server.now = NOW + HOUR_MS;
    expect(await status(`${server.key}/mail-archive`)).toBe(200);
    const proposal = { parentId: 'mail-archive', node: null, at: NOW, signal: 'start' };
    expect(await server.stores.proposals.read()).toEqual([proposal]);
    expect(await server.heartbeats('mail-archive')).toEqual([]);
  });

  it('is kept with its first failure, once it has failed', async () => {
    await server.ping(`${server.key}/mail-archive`);
    for (const hours of [1, 2]) {
      server.now = NOW + hours * HOUR_MS;
      expect(await status(`${server.key}/mail-archive/fail`)).toBe(200);
    }
    const failed = { parentId: 'mail-archive', node: null, at: NOW + HOUR_MS, signal: 'fail' };
    expect(await server.stores.proposals.read()).toEqual([failed]);
  });

  it('that failed is announced to the admin once, by its name', async () => {
    await server.ping(`${server.key}/well`);
    await server.ping(`${server.key}/mail-archive/fail`);
    const { causes, isOver } = findingsOfProposals(await server.stores.proposals.read());
    expect(causes).toMatchObject([{ key: 'proposal#mail-archive', name: 'mail-archive', afterPasses: 1 }]);
    expect(causes[0]?.lines).toEqual([
      'mail-archive: failed 2026-11-21 08:00 UTC, and is not in the rules doc; sentinel status --proposals prints what to add',
    ]);
    expect(isOver('proposal#mail-archive')).toBe(false);
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
    expect(await status(`${server.key}/mail-archive`)).toBe(201);
    expect(await server.stores.proposals.read()).toMatchObject([{ at: NOW + 30 * DAY_MS }]);
  });

  it('is the hundredth at most; those that came before it, and jobs, are still answered', async () => {
    for (let job = 0; job < 100; job += 1) expect(await status(`${server.key}/job-${job}`)).toBe(201);
    const answer = await server.ping(`${server.key}/job-100`);
    expect([answer.status, await answer.text()]).toEqual([404, 'not found']);
    expect(await status(`${server.key}/job-0/fail`)).toBe(200);
    expect(await status(`${server.key}/other`)).toBe(200);
    expect(await server.stores.proposals.read()).toHaveLength(100);
  });

  it('is the hundredth at most, also when many ping at once', async () => {
    const answers = await Promise.all(Array.from({ length: 115 }, (_, job) => status(`${server.key}/job-${job}`)));
    const proposed = answers.flatMap((answer, job) => (answer === 201 ? [`job-${job}`] : []));
    const kept = (await server.stores.proposals.read()).map(({ parentId }) => parentId);
    expect(kept).toHaveLength(100);
    expect(new Set(kept)).toEqual(new Set(proposed));
  });

  it('leaves room for another once it has been added to the rules doc', async () => {
    for (let job = 0; job < 100; job += 1) await server.ping(`${server.key}/job-${job}`);
    server.document = documentOf(
      'version: 1\nsettings: { admin: dana }\npeople: { dana: { email: d@x.example } }\njobs:\n  job-7: { heartbeat: true, rule: every 24 hours }\n',
    );
    expect(await status(`${server.key}/job-7`)).toBe(200);
    expect(await server.heartbeats('job-7')).toHaveLength(1);
    expect(await status(`${server.key}/job-100`)).toBe(201);
    expect(await status(`${server.key}/job-101`)).toBe(404);
  });

  it('is printed as YAML that can be pasted, whatever its name looks like', async () => {
    const paths = ['mail-archive', '404', 'null', '1.5', 'yes', 'cluster/n1', 'cluster/n2', 'medusa/n3'];
    for (const path of paths) expect(await status(`${server.key}/${path}`)).toBe(201);
    const document = server.document as NonNullable<typeof server.document>;
    const { count, yaml } = proposedRules(await server.stores.proposals.read(), document);
    expect(count).toBe(8);
    expect(yaml).toContain('# medusa: add n3 to its nodes (pinged first 2026-11-21T08:00:00Z)');
    const pasted = documentOf(
      `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: d@x.example } }\n${yaml}\n`,
    );
    expect(pasted.jobs.map(({ id }) => id).toSorted()).toEqual(
      ['1.5', '404', 'cluster/n1', 'cluster/n2', 'mail-archive', 'null', 'yes'].toSorted(),
    );
  });

  it('is no news once it is in the document; one without heartbeat: true is said to lack it', async () => {
    await server.ping(`${server.key}/mail-archive`);
    await server.ping(`${server.key}/other`);
    const jobs =
      '  mail-archive: { backup: /b/*, rule: every 24 hours }\n  other: { heartbeat: true, rule: every 24 hours }\n';
    const document = documentOf(
      `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: d@x.example } }\njobs:\n${jobs}`,
    );
    expect(proposedRules(await server.stores.proposals.read(), document)).toEqual({
      count: 1,
      yaml: '# mail-archive: add heartbeat: true, or its pings are not judged (pinged first 2026-11-21T08:00:00Z)',
    });
  });
});
