import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { jobLine } from '../app/dispatch/dispatch-setting.ts';
import { WebSetting } from './web-setting.ts';

const JOBS = [
  jobLine('orders', ', name: "Orders <b>& \\"co\\"</b>", public: true'),
  jobLine('hidden'),
  'medusa: { backup: "s3://acme-backups/{node}/", nodes: [n1, n2], rule: "every 24 hours", public: true }',
];

let web: WebSetting;
beforeEach(async () => {
  web = await WebSetting.open(['sam: { email: sam@acme.example }', 'dana: { email: d@acme.example }'], JOBS);
});
afterEach(() => web.close());

const badge = async (path: string) => (await web.send(`/badge/${path}`)).text();

describe('a badge', () => {
  it('is an image of its own, escaped, with words for a screen reader, that may be kept for a while', async () => {
    await web.dispatch.break('orders');
    const answer = await web.send('/badge/orders.svg');
    expect(answer.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const svg = await answer.text();
    expect(svg).toContain('<title>Orders &lt;b&gt;&amp; &quot;co&quot;&lt;/b&gt;: alert</title>');
    expect(svg).toContain('role="img"');
    expect(svg).not.toMatch(/<b>|href=|<script/);
  });

  it('is given as shields.io draws it', async () => {
    expect(JSON.parse(await badge('orders.json'))).toEqual({
      schemaVersion: 1,
      label: 'Orders <b>& "co"</b>',
      message: 'unknown',
      color: '57606a',
      cacheSeconds: 300,
    });
  });

  it('of a snoozed job says so, and not that all is well', async () => {
    await web.dispatch.break('orders');
    await web.post('/api/v1/jobs/orders/snooze', await web.token('sam'));
    expect(JSON.parse(await badge('orders.json'))).toMatchObject({ message: 'snoozed' });
  });

  it('says no longer that all is well, nor forgets what was broken, once the checks have stopped coming', async () => {
    await web.dispatch.break('orders', 'medusa/n1');
    for (const id of ['medusa/n1', 'medusa/n2'])
      await web.dispatch.change(id, (history, now) => history.to('green', now));
    const passAt = async (at: number) =>
      web.dispatch.stores.state.writeLastPass({
        ...{ id: String(at), at, durationMs: 1, configured: 3, due: 3, judged: 3, unknown: 0, rulesVersion: 'v' },
        ...{ coveredUntil: null, resumeFrom: null, days: [], clock: null, bootedAt: null, comparedAt: null },
      });
    const messages = async () => {
      const badges = ['medusa/n1', 'orders'].map(async (id) => JSON.parse(await badge(`${id}.json`)).message);
      return Promise.all(badges);
    };
    await passAt(web.dispatch.now - 2 * HOUR_MS);
    expect(await messages()).toEqual(['green', 'alert']);
    web.dispatch.now += 1;
    expect(await messages()).toEqual(['unknown', 'alert']);
  });

  it('of a node is its own, and of a job with nodes the worst of them', async () => {
    await web.dispatch.break('medusa/n2');
    await web.dispatch.break('medusa/n1');
    await web.dispatch.change('medusa/n1', (history, now) => history.to('green', now));
    const messages = ['medusa/n1', 'medusa%2Fn2', 'medusa'].map(async (id) => JSON.parse(await badge(`${id}.json`)));
    expect((await Promise.all(messages)).map(({ message }) => message)).toEqual(['green', 'alert', 'alert']);
  });

  it.each(['hidden.svg', 'nothing.svg'])(
    'of a job that is not public (%s) is as unknown as of one that there is not',
    async (path) => {
      const answer = await web.send(`/badge/${path}`);
      expect([answer.status, await answer.text()]).toEqual([404, 'not found']);
    },
  );

  it.each(['orders', 'orders.png', '%E0.svg', '.svg', ''])(
    'is not at %j, and nothing is read to say so',
    async (path) => {
      expect((await web.send(`/badge/${path}`)).status).toBe(404);
      expect(web.rulesLoaded).toBe(0);
    },
  );
});
