import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../lib/core/instant.ts';
import type { OfferedAction } from '../../lib/core/model/action.ts';
import { actionLinks } from '../../lib/web/action-links.ts';
import { formatActionToken, readActionToken, TOKEN_LIFE_MS } from '../../lib/web/action-token.ts';
import { DispatchSetting, jobLine } from '../app/dispatch/dispatch-setting.ts';

const KEY = 'of-the-links';
const PEOPLE = [
  'sam: { email: sam@acme.example }',
  'eve: { email: eve@acme.example }',
  'dana: { email: d@acme.example }',
];

let setting: DispatchSetting;
beforeEach(async () => {
  setting = await DispatchSetting.open(PEOPLE, [jobLine('orders', ', name: "<b>Orders</b>"')]);
  await setting.break('orders');
});
afterEach(() => setting.close());

function app() {
  const { state, audit } = setting.stores;
  const secrets = { get: async () => KEY };
  return actionLinks(
    { store: state, audit, rules: async () => setting.document, secrets, now: () => setting.now },
    'link-key',
  );
}

function token(action: OfferedAction, given: { personId?: string; breakSeq?: number; key?: string } = {}): string {
  const { personId = 'sam', breakSeq = 1, key = KEY } = given;
  const offer = { jobId: 'orders', breakSeq, action, run: null };
  return formatActionToken({ personId, offer, expiresAt: setting.now + TOKEN_LIFE_MS }, key);
}

const row = async () => (await setting.stores.state.read(['orders'])).rows.get('orders');
const get = (text: string) => app().request(`/act/${text}`);
const post = (text: string) => app().request(`/act/${text}`, { method: 'POST' });

describe('a link of a mail', () => {
  it('shows a page with one button, and does nothing until it is pressed', async () => {
    const page = await get(token('mute'));
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text.match(/<button>/g)).toHaveLength(1);
    expect(text).toContain('&lt;b&gt;Orders&lt;/b&gt;');
    expect(text).not.toMatch(/<script|src=|https?:/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await row())?.muted).toBeNull();
  });

  it('acts when the button is pressed, and once', async () => {
    const link = token('snooze');
    const done = await post(link);
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('Done: ')]);
    expect(await row()).toMatchObject({ snoozed: { by: 'sam', until: setting.now + DAY_MS }, snoozeCount: 1 });
    setting.now += HOUR_MS;
    const again = await post(link);
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('snoozed already, by sam')]);
    expect((await row())?.snoozeCount).toBe(1);
  });

  const useless = [
    {
      name: 'of a break that is over by now',
      link: () => token('mute', { breakSeq: 7 }),
      status: 409,
      says: 'is over',
    },
    {
      name: 'for a person whose job it is not',
      link: () => token('mute', { personId: 'eve' }),
      status: 403,
      says: 'sam’s',
    },
    {
      name: 'signed with another key',
      link: () => token('mute', { key: 'x' }),
      status: 404,
      says: 'was not made by this sentinel',
    },
    { name: 'cut short', link: () => token('mute').slice(0, -3), status: 404, says: 'was not made by this sentinel' },
    {
      name: 'that says something else than was signed',
      link: () => `A${token('mute').slice(1)}`,
      status: 404,
      says: 'not',
    },
    { name: 'that is endless', link: () => 'a'.repeat(5000), status: 404, says: 'was not made by this sentinel' },
  ];
  it.each(useless)('$name does nothing, and says why', async ({ link, status, says }) => {
    const answer = await post(link());
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(says)]);
    expect((await row())?.muted).toBeNull();
  });

  it('is too old after a week', async () => {
    const link = token('mute');
    setting.now += TOKEN_LIFE_MS;
    for (const answer of [await get(link), await post(link)]) {
      expect([answer.status, await answer.text()]).toEqual([410, expect.stringContaining('expired')]);
    }
    expect((await row())?.muted).toBeNull();
  });

  it.each(['HEAD', 'PUT', 'DELETE'])('does nothing by %s', async (method) => {
    await app().request(`/act/${token('mute')}`, { method });
    expect((await row())?.muted).toBeNull();
  });

  it('names the run that it would accept', () => {
    const run = { location: 's3://b/ключ', ts: setting.now, sizeBytes: 30 };
    const offer = { jobId: 'orders', breakSeq: null, action: 'accept' as const, run };
    const said = { personId: 'sam', offer, expiresAt: setting.now };
    expect(readActionToken(formatActionToken(said, KEY), KEY)).toEqual(said);
  });
});
