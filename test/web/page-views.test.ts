import { afterEach, beforeEach, expect, it } from 'vitest';
import { jobLine } from '../app/dispatch/dispatch-setting.ts';
import { WebSetting } from './web-setting.ts';

let web: WebSetting;
beforeEach(async () => {
  web = await WebSetting.open(
    ['sam: { email: sam@acme.example }', 'dana: { email: d@acme.example }'],
    [jobLine('orders')],
  );
});
afterEach(() => web.close());

it('the list names a job that pings without being judged by it, and none that the rules doc does not have', async () => {
  const cookie = await web.cookie('sam');
  const list = async () => (await web.get('/', cookie)).text();
  const { proposals } = web.dispatch.stores;
  await proposals.add({ parentId: 'new', node: null, at: web.dispatch.now, signal: 'success' });
  expect(await list()).not.toContain('not judged');
  await proposals.add({ parentId: 'orders', node: null, at: web.dispatch.now, signal: 'success' });
  expect(await list()).toMatch(/Pings that are not judged\.<\/b> orders: add/i);
});
