import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { webContext } from '../../../lambdas/web/context.ts';
import { webFunction } from '../../../lambdas/web/web-function.ts';
import { makeApiToken } from '../../../lib/app/act/api-token.ts';
import { liveJobKeys } from '../../../lib/app/ping/ping-key.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { formatActionToken } from '../../../lib/web/action-token.ts';
import { newSignInPath } from '../../../lib/web/sign-in-link.ts';
import { HttpStandIn } from '../../channels/http-stand-in.ts';
import { dynamoError } from '../../faults/aws-endpoint.ts';
import { useAwsSetting } from '../../faults/aws-setting.ts';
import { type UrlAnswer, type UrlRequest, urlEvent } from '../url-event.ts';

const SECRET = 'of-the-app';
const LINK_KEY = 'k'.repeat(64);
const SAM = 'sam: { slack: U0SAM, via: [slack] }';

describe('the owners’ side on AWS', () => {
  const setting = useAwsSetting();
  let slack: HttpStandIn;
  beforeEach(async () => {
    slack = await HttpStandIn.start(() => ({ status: 200, body: '{"ok":true}' }));
    vi.stubEnv('SLACK_URL', `${slack.url}/`);
    const { parameters } = setting.current.aws;
    parameters.set('/bk/slack-signing-secret', SECRET);
    parameters.set('/bk/slack-token', 'xoxb-1');
    parameters.set('/bk/link-key', LINK_KEY);
    await setting.current.upload(['job-a'], { people: [SAM] });
    await setting.current.tick();
  });
  afterEach(() => slack.stop());

  /** A request to a function that starts cold. */
  const ask = (method: string, path: string, request: UrlRequest = {}): Promise<UrlAnswer> =>
    setting.current.noting(() => {
      const handler = webFunction(webContext({ ...process.env }, () => setting.current.now));
      return handler(urlEvent(method, path, request) as never) as never;
    });

  const link = (action: 'mute' | 'fixed') =>
    `/act/${formatActionToken(
      {
        personId: 'sam',
        offer: { jobId: 'job-a', breakSeq: 1, action, run: null },
        expiresAt: setting.current.now + HOUR_MS,
      },
      LINK_KEY,
    )}`;

  /** As Slack sends it: a form, which Lambda hands over as base64. */
  function press(action: string, secret = SECRET): Promise<UrlAnswer> {
    const payload = {
      type: 'block_actions',
      user: { id: 'U0SAM' },
      trigger_id: 't1',
      response_url: `${slack.url}/hook`,
      message: { text: 'job-a', blocks: [] },
      actions: [{ action_id: `sentinel_${action}`, value: JSON.stringify({ job: 'job-a', break_seq: 1, action }) }],
    };
    const body = Buffer.from(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
    const timestamp = String(setting.current.now / 1000);
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
    return ask('POST', '/slack/actions', { body, headers });
  }

  const changes = () => setting.current.transitions.map(({ from, to, reason }) => `${from} to ${to}: ${reason}`);
  const row = async () => (await setting.current.stores.state.read(['job-a'])).rows.get('job-a');

  it('a flood is limited by the address that AWS saw, whatever it writes into its headers, and keeps out no link', async () => {
    const handler = webFunction(webContext({ ...process.env }, () => setting.current.now));
    const statusOf = async (path: string, request: UrlRequest) =>
      ((await handler(urlEvent('GET', path, request) as never)) as UrlAnswer).statusCode;
    await setting.current.noting(async () => {
      const statuses: number[] = [];
      // Each second of real time allows ten more.
      while (statuses.at(-1) !== 429 && statuses.length < 5_000) {
        const forged = `198.51.100.${statuses.length % 250}`;
        const headers = { 'x-forwarded-for': forged, forwarded: `for=${forged}` };
        statuses.push(await statusOf('/nothing', { headers }));
      }
      expect(statuses.indexOf(429)).toBeGreaterThanOrEqual(600);
      // Whatever became of the bucket meanwhile, another address has one of its own.
      expect(await statusOf('/nothing', { ip: '203.0.113.8' })).toBe(404);
      expect(await statusOf(link('mute'), {})).toBe(200);
    });
  });

  it('a button that Slack has signed acts, answers Slack, and puts the change on the bus at once', async () => {
    expect((await press('mute')).statusCode).toBe(200);
    expect((await row())?.muted).toMatchObject({ by: 'sam', reason: 'in Slack' });
    expect(slack.requests.map(({ path }) => path)).toEqual(['/hook']);
    expect(JSON.parse(slack.requests[0]?.body ?? '')).toMatchObject({ replace_original: true });
    expect(changes()).toEqual(['green to alert: worsened', 'alert to green: muted']);
    expect(setting.current.transitions[1]).toMatchObject({ job: { name: 'job-a' } });
    expect((await row())?.outbox).toEqual([]);
    expect(setting.current.metric('Undeliverable')).toBeUndefined();
  });

  it('a button opens the form that asks for the length of a snooze', async () => {
    expect((await press('snooze')).statusCode).toBe(200);
    expect(slack.requests.map(({ path }) => path)).toEqual(['/views.open']);
  });

  it('a request that Slack has not signed does nothing', async () => {
    expect((await press('mute', 'another')).statusCode).toBe(401);
    expect((await row())?.muted).toBeNull();
  });

  it('a link shows a page, and acts when its button is pressed', async () => {
    const page = await ask('GET', link('mute'));
    expect(page).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'no-store' } });
    expect((await row())?.muted).toBeNull();
    const done = await ask('POST', link('mute'), { body: Buffer.from('') });
    expect(done).toMatchObject({ statusCode: 200, body: expect.stringContaining('Done: ') });
    expect((await row())?.muted).toMatchObject({ by: 'sam' });
  });

  it('what the bus does not take is left to the next check, and the press is answered without it', async () => {
    setting.current.aws.fault = ({ service }) => (service === 'events' ? 'hang' : null);
    expect((await press('mute')).statusCode).toBe(200);
    setting.current.aws.fault = () => null;
    expect((await row())?.outbox).toHaveLength(1);
    await setting.current.nextTick();
    expect(changes()).toEqual(['green to alert: worsened', 'alert to green: muted']);
  });

  it.each([
    ['GET', '/act/nonsense', 404],
    ['GET', '/slack/actions', 404],
    ['GET', '/ping/0b5c9e1e-9d7e-4d1e-8f3d-000000000000', 404],
  ])('%s %s is %i, and nothing is told of it', async (method, path, status) => {
    expect((await ask(method, path)).statusCode).toBe(status);
    expect(setting.current.metric('Undeliverable')).toBeUndefined();
  });

  it('serves the page to whoever signs in, by a link that works once', async () => {
    expect((await ask('GET', '/')).headers.location ?? '/sign-in').toContain('/sign-in');
    const path = newSignInPath({ personId: 'sam', jobId: null, expiresAt: setting.current.now + HOUR_MS }, LINK_KEY);
    const origin = { origin: 'https://abc.lambda-url.eu-central-1.on.aws' };
    const signedIn = await ask('POST', `/${path}`, { headers: origin, body: Buffer.from('') });
    expect(signedIn.statusCode).toBe(303);
    const [cookie = ''] = signedIn.cookies ?? [signedIn.headers['set-cookie'] ?? ''];
    expect(cookie).toMatch(/; Secure/);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    const page = await ask('GET', '/', { headers });
    expect(page).toMatchObject({ statusCode: 200, body: expect.stringContaining('job-a') });
    expect((await ask('POST', `/${path}`, { headers: origin, body: Buffer.from('') })).statusCode).toBe(410);
  });

  it('serves the API to a program with a token', async () => {
    const { apiTokens } = setting.current.stores;
    const { text } = await makeApiToken(
      { personId: 'sam', mayWrite: true, until: null },
      apiTokens,
      setting.current.now,
    );
    const headers = { authorization: `Bearer ${text}` };
    const jobs = await ask('GET', '/api/v1/jobs', { headers });
    expect(JSON.parse(jobs.body)).toMatchObject({ jobs: [{ job_id: 'job-a', state: 'alert' }] });
    expect((await ask('GET', '/api/v1/jobs')).statusCode).toBe(401);
  });

  describe('the page of a job that pings', () => {
    const PINGS = 'https://pings.acme.example/';
    beforeEach(async () => {
      vi.stubEnv('PING_URL', PINGS);
      await setting.current.upload(['job-a'], { people: [SAM], more: { 'job-a': ', heartbeat: true' } });
    });

    async function pageOfOwner(): Promise<UrlAnswer> {
      const expiresAt = setting.current.now + HOUR_MS;
      const path = newSignInPath({ personId: 'sam', jobId: null, expiresAt }, LINK_KEY);
      const origin = { origin: 'https://abc.lambda-url.eu-central-1.on.aws' };
      const signedIn = await ask('POST', `/${path}`, { headers: origin, body: Buffer.from('') });
      const [cookie = ''] = signedIn.cookies ?? [signedIn.headers['set-cookie'] ?? ''];
      return ask('GET', '/job/job-a', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    }

    it('gives its owner the address that it pings', async () => {
      const master = 'm'.repeat(44);
      setting.current.aws.parameters.set('/bk/ping-master-key', master);
      const [live] = liveJobKeys(master, 'job-a', null, setting.current.now);
      expect((await pageOfOwner()).body).toContain(`${PINGS}ping/${live?.key}`);
    });

    it('is shown without it where the key cannot be read, and the log says so', async () => {
      const page = await pageOfOwner();
      expect([page.statusCode, page.body.includes('ping-address')]).toEqual([200, false]);
      expect(setting.current.lines).toMatchObject([
        { level: 'ERROR', why: expect.stringContaining('ping-master-key') },
      ]);
    });
  });

  it('has no buttons where their secret is not set up', async () => {
    vi.stubEnv('SLACK_SIGNING_PARAMETER', '');
    expect((await press('mute')).statusCode).toBe(404);
  });

  it('says that it could not, without a word of why but in its log, and the alarm hears of it', async () => {
    setting.current.aws.fault = ({ service }) =>
      service === 'dynamodb' ? dynamoError('ResourceNotFoundException') : null;
    const answer = await ask('POST', link('mute'));
    expect(answer).toMatchObject({ statusCode: 503, body: 'this is not available now; try again' });
    expect(setting.current.lines).toMatchObject([
      { level: 'ERROR', why: expect.stringContaining('bk-state') },
      { Undeliverable: 1 },
    ]);
  });

  it('says which variables the stack has not set', () => {
    expect(() => webContext({ SENTINEL_PREFIX: 'bk' })).toThrow(/BUS_NAME, .*PING_KEY_PARAMETER are not set/);
  });
});
