import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sentLinks } from '../../lib/web/sent-links.ts';
import { jobLine } from '../app/dispatch/dispatch-setting.ts';
import { HOST, LINK_KEY, WebSetting } from './web-setting.ts';

const PEOPLE = ['sam: { email: sam@acme.example }', 'dana: { email: dana@acme.example }'];
const SLACK = { openForm: async () => true, answer: async () => true };

let web: WebSetting;
beforeEach(async () => {
  web = await WebSetting.open(PEOPLE, [jobLine('orders')], (ports) => ({ ...ports, slack: SLACK }));
});
afterEach(() => web.close());

/** What anyone can send, until no more is answered. */
async function flood(path: string, init: RequestInit = {}): Promise<void> {
  for (let asked = 0; asked < 600; asked += 1) expect((await web.send(path, init)).status).not.toBe(429);
  expect((await web.send(path, init)).status).toBe(429);
}

function links() {
  return sentLinks(`${HOST}/`, LINK_KEY, () => web.dispatch.now);
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}

async function pressInSlack(secret: string): Promise<number> {
  const timestamp = String(Math.floor(web.dispatch.now / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:payload=x`).digest('hex');
  const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
  return (await web.send('/slack/actions', { method: 'POST', body: 'payload=x', headers })).status;
}

describe('an anonymous client that floods from the address of everyone', () => {
  it('keeps no one out who is signed in, by a session or by a token that was good before', async () => {
    const cookie = await web.cookie('sam');
    const token = await web.token('sam');
    expect((await web.get('/api/v1/jobs', token)).status).toBe(200);
    web.elapsedMs += 60_000;
    await flood('/nothing');
    expect((await web.get('/', cookie)).status).toBe(200);
    expect((await web.get('/api/v1/jobs', token)).status).toBe(200);
    expect((await web.get('/nothing', null)).status).toBe(429);
  });

  it('keeps out no link of a message', async () => {
    await flood('/nothing');
    expect((await web.send(pathOf(links().seenLinkFor('drill', 'sam')))).status).toBe(200);
    expect((await web.send(pathOf(links().signInLinkFor('sam', null)))).status).toBe(200);
  });

  it('does not keep Slack out, not even with requests that look like those of Slack', async () => {
    for (let asked = 0; asked < 600; asked += 1) expect(await pressInSlack('guessed')).toBe(401);
    expect(await pressInSlack('guessed')).toBe(429);
    expect(await pressInSlack(LINK_KEY)).toBe(200);
  });

  it.each([
    ['a session', { cookie: 'sentinel-session=e30.forged' }],
    ['an API token', { authorization: `Bearer bks_0123456789ab_${'x'.repeat(43)}` }],
    ['a signature of Slack that is long over', { 'x-slack-request-timestamp': '1', 'x-slack-signature': 'v0=0' }],
  ])('is limited also with %s that it made up', async (_, headers) => {
    await flood('/slack/actions', { headers });
  });

  it('is limited also on links that it made up', async () => {
    await flood('/act/e30.forged');
  });
});

it('someone who is signed in is limited too, and no one else by that', async () => {
  const cookie = await web.cookie('sam');
  await flood('/nothing', { headers: { cookie } });
  expect((await web.send('/nothing')).status).toBe(404);
});

it('a client of IPv6 has one limit, whichever of its addresses it uses', async () => {
  web.source = '2001:db8:1:2::1';
  await flood('/nothing');
  web.source = '2001:db8:1:2::2';
  expect((await web.send('/nothing')).status).toBe(429);
  web.source = '2001:db8:1:3::1';
  expect((await web.send('/nothing')).status).toBe(404);
});
