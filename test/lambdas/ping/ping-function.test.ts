import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instrumentsFor } from '../../../lambdas/instruments.ts';
import { pingContext } from '../../../lambdas/ping/context.ts';
import { pingFunction } from '../../../lambdas/ping/ping-function.ts';
import { failedProposalLine, type Proposal } from '../../../lib/core/ping/proposal.ts';
import { type PingServer, pingServer } from '../../web/ping-setting.ts';
import { type UrlAnswer, urlEvent } from '../url-event.ts';
import { countedIn, useWritten } from '../written.ts';

let server: PingServer;
let invoke: (event: object) => Promise<UrlAnswer>;
const written = useWritten();

beforeEach(async () => {
  server = await pingServer();
  const handler = pingFunction({ ports: server.ports, instruments: instrumentsFor('bk', 'ping') });
  invoke = (event) => handler(event as never) as never;
});

afterEach(async () => {
  await server.close();
});

describe("a function's URL", () => {
  it('takes a ping with text', async () => {
    const path = `/ping/${server.jobKey('orders-db')}/fail`;
    const answer = await invoke(
      urlEvent('POST', path, { query: 'rid=684e2e73-017e-465f-8149-d70b7c5aaa49', body: 'disk full €' }),
    );
    expect(answer).toMatchObject({ statusCode: 200, body: 'OK', headers: { 'ping-body-limit': '10000' } });
    expect(await server.heartbeats('orders-db')).toMatchObject([
      { signal: 'fail', rid: '684e2e73-017e-465f-8149-d70b7c5aaa49', body: 'disk full €' },
    ]);
  });

  it('takes a failure with a long body', async () => {
    const path = `/ping/${server.jobKey('other')}/fail`;
    expect((await invoke(urlEvent('POST', path, { body: 'x'.repeat(1_000_000) }))).statusCode).toBe(200);
    expect(await server.heartbeats('other')).toMatchObject([{ signal: 'fail' }]);
  });

  it('takes bytes that are no text', async () => {
    const body = Buffer.from([0x48, 0xe9, 0x21]);
    expect((await invoke(urlEvent('POST', `/ping/${server.key}/other`, { body }))).statusCode).toBe(200);
    expect(await server.heartbeats('other')).toMatchObject([{ body: 'H\ufffd!' }]);
  });

  it.each([
    ['GET', 200, 'OK'],
    ['HEAD', 200, ''],
    ['DELETE', 405, 'use GET, HEAD or POST'],
  ])('answers %s with %i', async (method, statusCode, body) => {
    expect(await invoke(urlEvent(method, `/ping/${server.jobKey('other')}`))).toMatchObject({ statusCode, body });
  });

  it.each(['GET', 'HEAD'])('takes a ping by %s that brings text, which says nothing there', async (method) => {
    const answer = await invoke(urlEvent(method, `/ping/${server.jobKey('other')}`, { body: 'text' }));
    expect(answer.statusCode).toBe(200);
    expect(await server.heartbeats('other')).toMatchObject([{ signal: 'success', body: null }]);
  });

  it.each([
    ['an unknown key', '/ping/07c2f548-9850-4b27-af5d-6c9dc157ec02', '', 404],
    ['another path', '/api/v1/jobs', '', 404],
    ['the root', '/', '', 404],
  ])('refuses %s', async (_, path, body, statusCode) => {
    const answer = await invoke(urlEvent('POST', path || `/ping/${server.jobKey('other')}`, { body }));
    expect(answer.statusCode).toBe(statusCode);
    expect(await server.heartbeats('other')).toEqual([]);
  });

  it('counts what an address asks in vain by what Lambda says, not by what the client does', async () => {
    const vain = (ip: string) => invoke(urlEvent('GET', '/ping/07c2f548-9850-4b27-af5d-6c9dc157ec02', { ip }));
    for (let sent = 0; sent < 60; sent += 1) expect((await vain('203.0.113.7')).statusCode).toBe(404);
    expect((await vain('203.0.113.7')).statusCode).toBe(429);
    expect((await vain('203.0.113.8')).statusCode).toBe(404);
  });

  it('counts what it cannot take, and nothing else, for the alarm', async () => {
    const counted = () => countedIn(written.lines);
    const path = `/ping/${server.jobKey('other')}`;
    expect((await invoke(urlEvent('GET', path))).statusCode).toBe(200);
    expect((await invoke(urlEvent('GET', '/ping/nobody'))).statusCode).toBe(404);
    expect(counted()).toEqual([]);
    await server.stores.close();
    const answer = await invoke(urlEvent('GET', path));
    expect(answer).toMatchObject({ statusCode: 503, body: 'the ping could not be stored; try again' });
    expect(counted()).toMatchObject([{ service: 'bk', Undeliverable: 1 }]);
    expect(written.lines.join('')).not.toContain(server.jobKey('other'));
  });

  it('notifies the admin once of a job that it does not know and that fails, however often it says so', async () => {
    const notified: string[] = [];
    const onFailedProposal = async (proposal: Proposal) => {
      notified.push(failedProposalLine(proposal));
      throw new Error('the topic took no message');
    };
    const ports = { ...server.ports, onFailedProposal };
    const handler = pingFunction({ ports, instruments: instrumentsFor('bk', 'ping') });
    const ping = async (signal: string) =>
      ((await handler(urlEvent('POST', `/ping/${server.key}/unknown-job${signal}`) as never)) as UrlAnswer).statusCode;
    expect([await ping(''), await ping('/fail'), await ping('/fail')]).toEqual([201, 200, 200]);
    expect(notified).toEqual([expect.stringMatching(/^unknown-job: failed .* UTC, and is not in the rules doc; /)]);
    // The ping is taken all the same.
    expect(server.failures).toEqual(['the topic took no message']);
  });

  it('says which variables the stack has not set', () => {
    expect(() => pingContext({ SENTINEL_PREFIX: 'bk', RULES_BUCKET: 'b' })).toThrow(
      /PING_KEY_PARAMETER, SLICE_QUEUE_URL, ADMIN_TOPIC_ARN are not set/,
    );
  });
});
