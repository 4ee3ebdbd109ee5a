import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actOnJob } from '../../lib/app/act/act-on-job.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import type { SlackView } from '../../lib/ports/slack-answers.ts';
import { slackActions } from '../../lib/web/slack-actions.ts';
import { Throttle } from '../../lib/web/throttle.ts';
import { DispatchSetting, jobLine } from '../app/dispatch/dispatch-setting.ts';

const SECRET = 'of-the-app';
const DRILL = '2026-11-18T12:00:00Z#7f9c';
const HOOK = 'https://hooks.slack.com/actions/T1/1/x';
const PEOPLE = [
  'sam: { slack: U0SAM, via: [slack] }',
  'eve: { slack: U0EVE, via: [slack] }',
  'dana: { email: dana@acme.example }',
];

let setting: DispatchSetting;
let answers: { readonly url: string; readonly body: SlackView }[];
let forms: SlackView[];
beforeEach(async () => {
  setting = await DispatchSetting.open(PEOPLE, [jobLine('orders'), jobLine('ledger')]);
  answers = [];
  forms = [];
  await setting.dispatchAll(await setting.break('orders'));
});
afterEach(() => setting.close());

function app() {
  const { state, audit } = setting.stores;
  return slackActions(
    {
      store: state,
      audit,
      drills: setting.stores.drills,
      usedLinks: setting.stores.usedLinks,
      rules: async () => setting.document,
      secrets: { get: async () => SECRET },
      now: () => setting.now,
      slack: {
        openForm: async (_, view) => forms.push(view) > 0,
        answer: async (url, body) => answers.push({ url, body }) > 0,
      },
    },
    'slack-signing-secret',
    new Throttle(
      () => '192.0.2.1',
      () => 0,
    ),
  );
}

async function send(payload: object, secret = SECRET): Promise<number> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(setting.now / 1000));
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
  };
  return (await app().request('/slack/actions', { method: 'POST', body, headers })).status;
}

const offer = (action: string, breakSeq = 1, job = 'orders') =>
  JSON.stringify({ job, break_seq: breakSeq, action, ...(action === 'accept' && { run: RUN }) });
const RUN = { location: 's3://acme-backups/orders/b.dump', ts: '2026-11-18T12:00:00Z', size_bytes: 30_000_000 };

const press = (action: string, user = 'U0SAM', value = offer(action)) => ({
  type: 'block_actions',
  user: { id: user },
  // As in Slack, none is like another.
  trigger_id: randomUUID(),
  response_url: HOOK,
  message: {
    text: 'two jobs',
    blocks: [
      { type: 'section', text: { type: 'plain_text', text: 'orders' } },
      { type: 'actions', elements: [{ type: 'button', action_id: 'sentinel_fixed', value: offer('fixed') }] },
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'sentinel_fixed', value: offer('fixed', 1, 'ledger') }],
      },
    ],
  },
  actions: [{ action_id: `sentinel_${action}`, value }],
});

const row = async () => {
  const { rows } = await setting.stores.state.read(['orders']);
  return rows.get('orders');
};
const audited = async () =>
  (await setting.stores.audit.history('orders', 20))
    .filter(({ atId }) => atId.startsWith('a#'))
    .map(({ content }) => content.kind);

describe('a button', () => {
  it('does what it says, once, and the message says who did it', async () => {
    expect(await send(press('fixed'))).toBe(200);
    expect((await row())?.pendingFixed).toMatchObject({ by: 'sam', reason: 'in Slack' });
    const [{ url, body } = { url: '', body: {} }] = answers;
    expect(url).toBe(HOOK);
    expect(body.replace_original).toBe(true);
    const blocks = body.blocks as { type: string; elements?: { text?: string }[] }[];
    expect(blocks.map(({ type }) => type)).toEqual(['section', 'context', 'actions']);
    expect(blocks[1]?.elements?.[0]?.text).toBe('sam: marked fixed; the next check will show whether it is');
    expect(await send(press('fixed'))).toBe(200);
    expect(answers[1]?.body).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('already, by sam'),
    });
    expect(await audited()).toEqual(['fixed']);
  });

  it('that comes a second time as it was does nothing, also when it was undone in between', async () => {
    const pressed = press('mute');
    expect(await send(pressed)).toBe(200);
    const { state, audit } = setting.stores;
    await actOnJob('orders', { verb: 'resume' }, { by: 'sam', at: setting.now, reason: null }, { store: state, audit });
    expect(await send(pressed)).toBe(200);
    expect((await row())?.muted).toBeNull();
    expect(answers).toHaveLength(1);
    expect(await audited()).toEqual(['resume', 'mute']);
  });

  it('of a snooze asks for how long, and then does it', async () => {
    await send(press('snooze'));
    expect(forms).toHaveLength(1);
    expect((await row())?.snoozed).toBeNull();
    const view = {
      callback_id: forms[0]?.callback_id,
      private_metadata: forms[0]?.private_metadata,
      state: {
        values: { length: { choice: { type: 'static_select', selected_option: { value: String(2 * DAY_MS) } } } },
      },
    };
    await send({ type: 'view_submission', user: { id: 'U0SAM' }, view });
    expect((await row())?.snoozed).toMatchObject({ by: 'sam', until: setting.now + 2 * DAY_MS });
    await send({ type: 'view_submission', user: { id: 'U0SAM' }, trigger_id: 'again', view });
    expect((await row())?.snoozeCount).toBe(1);
    expect(answers.map(({ body }) => body.response_type)).toEqual(['ephemeral', 'ephemeral']);
  });

  it('accepts the run that it was offered for, and no other', async () => {
    await send(press('accept'));
    expect(answers[0]?.body).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(/^Refused: /) });
    expect((await row())?.accepted).toBeNull();
  });

  it('of a break that is over says what has changed since', async () => {
    setting.now += HOUR_MS;
    await setting.change('orders', (history, now) => history.to('green', now));
    await send(press('mute'));
    expect((await row())?.muted).toBeNull();
    expect(answers[0]?.body.text).toBe(
      'Nothing was done: the break that this was about is over: the job is green since 2026-11-18 13:00 UTC.',
    );
  });

  const strangers = [
    {
      name: 'somebody whose job it is not is told whose it is',
      user: 'U0EVE',
      says: /orders is sam’s, and after them dana’s/,
    },
    {
      name: 'somebody whom the rules doc does not know is told so',
      user: 'U0XXX',
      says: /the rules doc does not know you/,
    },
  ];
  it.each(strangers)('$name', async ({ user, says }) => {
    await send(press('mute', user));
    expect((await row())?.muted).toBeNull();
    expect(answers[0]?.body).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(says) });
  });

  it('pressed by two at once, and twice, leaves one action of each kind', async () => {
    const { state } = setting.stores;
    await Promise.all([send(press('mute')), send(press('mute')), send(press('fixed')), send(press('fixed'))]);
    expect((await audited()).sort()).toEqual(['fixed', 'mute']);
    expect((await state.read(['orders'])).rows.get('orders')).toMatchObject({ state: 'green', breakSeq: 1 });
  });
});

describe('a request', () => {
  it('that Slack has not signed does nothing', async () => {
    expect(await send(press('mute'), 'another')).toBe(401);
    expect((await row())?.muted).toBeNull();
  });

  it('that was recorded six minutes ago does nothing', async () => {
    const before = setting.now;
    const body = new URLSearchParams({ payload: JSON.stringify(press('mute')) }).toString();
    const timestamp = String(before / 1000);
    const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    setting.now += 6 * MINUTE_MS;
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
    expect((await app().request('/slack/actions', { method: 'POST', body, headers })).status).toBe(401);
  });

  it.each([
    { name: 'a button of another part of the app', payload: { ...press('mute'), actions: [{ action_id: 'other' }] } },
    { name: 'a value that is none of ours', payload: press('mute', 'U0SAM', '{"job":1}') },
    { name: 'no payload at all', payload: {} },
  ])('with $name is answered, and does nothing', async ({ payload }) => {
    expect(await send(payload)).toBe(200);
    expect(answers).toEqual([]);
  });

  it('that is too large is not read', async () => {
    const response = await app().request('/slack/actions', { method: 'POST', body: 'x'.repeat(600_000) });
    expect(response.status).toBe(413);
  });
});

describe('*I saw it*, on a drill', () => {
  const value = JSON.stringify({ drill: DRILL });
  const blocks = [{ type: 'section' }, { type: 'actions', elements: [{ type: 'button', value }] }];
  const seen = (user: string) => ({
    type: 'block_actions',
    user: { id: user },
    trigger_id: 't',
    response_url: HOOK,
    message: { text: 'DRILL', blocks },
    actions: [{ action_id: 'sentinel_seen', value }],
  });

  it('notes who pressed it first, and says so in the message in place of the button', async () => {
    expect(await send(seen('U0SAM'))).toBe(200);
    expect(await setting.stores.drills.sighting(DRILL)).toEqual({ personId: 'sam', at: setting.now });
    const [{ body } = { body: null }] = answers;
    expect(body).toMatchObject({ replace_original: true, blocks: [{ type: 'section' }, { type: 'context' }] });
    expect(JSON.stringify(body)).toContain('sam saw it');
    setting.now += MINUTE_MS;
    await send(seen('U0EVE'));
    expect(await setting.stores.drills.sighting(DRILL)).toMatchObject({ personId: 'sam' });
    expect(answers[1]?.body).toMatchObject({ response_type: 'ephemeral' });
  });

  it('of somebody the rules doc does not know counts for nothing', async () => {
    await send(seen('U0NEW'));
    expect(await setting.stores.drills.sighting(DRILL)).toBeNull();
    expect(answers[0]?.body).toMatchObject({ response_type: 'ephemeral' });
  });
});
