import { afterEach, beforeEach, expect, it } from 'vitest';
import { MINUTE_MS } from '../../lib/core/instant.ts';
import { formatSeenToken } from '../../lib/web/seen-token.ts';
import { jobLine } from '../app/dispatch/dispatch-setting.ts';
import { LINK_KEY, WebSetting } from './web-setting.ts';

const DRILL = '2026-11-18T12:00:00Z#7f9c';

let web: WebSetting;
beforeEach(async () => {
  web = await WebSetting.open(
    ['sam: { email: sam@acme.example }', 'dana: { email: d@acme.example }'],
    [jobLine('orders')],
  );
});
afterEach(() => web.close());

const link = (personId: string, key = LINK_KEY) =>
  `/seen/${formatSeenToken({ drillId: DRILL, personId, expiresAt: web.dispatch.now + MINUTE_MS }, key)}`;
const sighting = () => web.dispatch.stores.drills.sighting(DRILL);

it('the link of a drill’s mail asks first, and then says that its reader saw it, once', async () => {
  const page = await web.send(link('sam'));
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<button>I saw it</button>')]);
  expect(await sighting()).toBeNull();
  expect(await (await web.send(link('sam'), { method: 'POST' })).text()).toContain('Thank you');
  expect(await sighting()).toEqual({ personId: 'sam', at: web.dispatch.now });
  expect(await (await web.send(link('dana'), { method: 'POST' })).text()).toContain('confirmed it already');
  expect(await sighting()).toMatchObject({ personId: 'sam' });
});

it('one that is not ours, or too old, says nothing', async () => {
  expect((await web.send(link('sam', 'another'), { method: 'POST' })).status).toBe(404);
  const old = link('sam');
  web.dispatch.now += MINUTE_MS;
  expect((await web.send(old, { method: 'POST' })).status).toBe(410);
  expect(await sighting()).toBeNull();
});
