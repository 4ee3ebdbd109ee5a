import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlackApi } from '../../../lib/channels/slack/api.ts';
import { SlackSender } from '../../../lib/channels/slack/send.ts';
import { type Receipt, rendering } from '../../../lib/ports/channel.ts';
import type { Secrets } from '../../../lib/ports/secrets.ts';
import { type Behaviour, channelContract } from '../../contracts/channel.ts';
import { messageOf, SECRETS, secretsOf } from '../../contracts/channel-samples.ts';
import type { Forms } from '../every-form.ts';
import type { Reaction } from '../http-stand-in.ts';
import { SlackStandIn } from './stand-in.ts';

const TOKEN = SECRETS['slack/bot-token'] ?? '';
const MEMBER = 'U012AB3CD';
const CHANNEL = 'C012AB3CD';

const inSlack = (sender: SlackSender) => rendering(({ slack }: Forms) => slack, sender);

async function startSlack(): Promise<SlackStandIn> {
  const slack = await SlackStandIn.start();
  slack.tokens.add(TOKEN);
  slack.members.add(MEMBER);
  slack.channels.set(CHANNEL, { isArchived: false, isJoined: true });
  return slack;
}

const FAULTS: Readonly<Record<Behaviour, string | Reaction | null>> = {
  accepts: null,
  'is busy': { status: 429, headers: { 'retry-after': '30' }, body: '{"ok":false,"error":"ratelimited"}' },
  'knows no such address': 'channel_not_found',
  'refuses the sentinel': 'missing_scope',
  'breaks off': 'reset',
  'falls silent': 'hang',
};

for (const kind of ['slack', 'slack-channel'] as const) {
  channelContract(`Slack by ${kind}`, true, async ({ secrets, timeoutMs }) => {
    const slack = await startSlack();
    return {
      channel: inSlack(new SlackSender(kind, new SlackApi(secrets, 'slack/bot-token', slack.url), timeoutMs)),
      to: kind === 'slack' ? MEMBER : CHANNEL,
      behave: (behaviour) => {
        slack.fault = ({ method }) => (method === 'chat.postMessage' ? FAULTS[behaviour] : null);
      },
      shown: () => slack.messages.map(({ text }) => text),
      stop: () => slack.stop(),
      close: () => slack.stop(),
    };
  });
}

describe('Slack', () => {
  let slack: SlackStandIn;

  beforeEach(async () => {
    slack = await startSlack();
  });

  afterEach(async () => {
    await slack.stop();
  });

  const channel = (kind: 'slack' | 'slack-channel' = 'slack-channel', secrets: Secrets = secretsOf(SECRETS)) =>
    inSlack(new SlackSender(kind, new SlackApi(secrets, 'slack/bot-token', slack.url), 5_000));
  const send = (message: Forms | string = 'orders: alert', earlier: string | null = null) =>
    channel().send({
      deliveryId: 'd',
      to: CHANNEL,
      message: typeof message === 'string' ? messageOf(message) : message,
      earlier,
    });
  const receiptOf = (receipt: Receipt): string => (receipt.outcome === 'accepted' ? (receipt.receipt ?? '') : '');
  const methods = () => slack.calls.map(({ method }) => method);

  it('a direct message is opened once, and its receipt is of the direct message', async () => {
    const direct = channel('slack');
    const outgoing = { deliveryId: 'd', to: MEMBER, message: messageOf('a'), earlier: null };
    const first = await direct.send(outgoing);
    await direct.send(outgoing);
    expect(methods()).toEqual(['conversations.open', 'chat.postMessage', 'chat.postMessage']);
    expect(receiptOf(first)).toMatch(/^D012AB3CD:\d+\.\d{6}$/);
    await direct.send({ ...outgoing, message: messageOf('b'), earlier: receiptOf(first) });
    expect(slack.messages.map(({ text, isEdited }) => [text, isEdited])).toEqual([
      ['b', true],
      ['a', false],
    ]);
  });

  it.each(['reset', 'internal_error'])('nothing was shown when opening a direct message meets %s', async (fault) => {
    slack.fault = () => fault;
    const outgoing = { deliveryId: 'd', to: MEMBER, message: messageOf('a'), earlier: null };
    expect((await channel('slack').send(outgoing)).outcome).toBe('later');
  });

  it('a direct message that Slack no longer knows is opened again the next time', async () => {
    const direct = channel('slack');
    const outgoing = { deliveryId: 'd', to: MEMBER, message: messageOf('a'), earlier: null };
    await direct.send(outgoing);
    slack.fault = ({ method }) => (method === 'chat.postMessage' ? 'channel_not_found' : null);
    expect(await direct.send(outgoing)).toMatchObject({ outcome: 'refused', cause: 'address' });
    slack.fault = () => null;
    expect((await direct.send(outgoing)).outcome).toBe('accepted');
    expect(methods().filter((method) => method === 'conversations.open')).toHaveLength(2);
  });

  it('the time limit is for all requests of a parcel, and one that was never made was not lost', async () => {
    const slow = { get: () => new Promise<string>((resolve) => setTimeout(resolve, 100, TOKEN)) };
    const hasty = inSlack(new SlackSender('slack', new SlackApi(slow, 'slack/bot-token', slack.url), 50));
    const outgoing = { deliveryId: 'd', to: CHANNEL, message: messageOf('a'), earlier: 'C012AB3CD:1.1' };
    expect((await hasty.send(outgoing)).outcome).toBe('later');
    expect(slack.calls).toEqual([]);
  });

  it('a message goes with its blocks, and neither links nor names in it are acted on', async () => {
    await send();
    expect(slack.calls[0]?.body).toMatchObject({
      channel: CHANNEL,
      text: 'orders: alert',
      blocks: messageOf('orders: alert').slack.blocks,
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it('an earlier message is changed instead of posting another', async () => {
    const first = await send('broken');
    const second = await send('better', receiptOf(first));
    expect(second).toEqual(first);
    expect(methods()).toEqual(['chat.postMessage', 'chat.update']);
    expect(slack.messages).toMatchObject([
      { text: 'better', isEdited: true, blocks: messageOf('better').slack.blocks },
    ]);
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed', 'channel_not_found', 'is_inactive'])(
    'a new message is posted when the earlier one is gone: %s',
    async (code) => {
      const first = await send('broken');
      slack.fault = ({ method }) => (method === 'chat.update' ? code : null);
      expect((await send('better', receiptOf(first))).outcome).toBe('accepted');
      expect(slack.messages.map(({ text }) => text)).toEqual(['broken', 'better']);
    },
  );

  it.each([
    ['internal_error', 'later'],
    ['invalid_arguments', 'refused'],
    ['reset', 'unknown'],
  ] as const)('no new message is posted when the change meets %s', async (fault, outcome) => {
    const first = await send('broken');
    slack.fault = ({ method }) => (method === 'chat.update' ? fault : null);
    expect((await send('better', receiptOf(first))).outcome).toBe(outcome);
    expect(methods()).toEqual(['chat.postMessage', 'chat.update']);
  });

  it.each(['', 'C1', 'https://x', 'C012AB3CD:1.1:2'])(
    '%j is no receipt, and a new message is posted',
    async (earlier) => {
      expect((await send('better', earlier)).outcome).toBe('accepted');
      expect(methods()).toEqual(['chat.postMessage']);
    },
  );

  describe('a message that Slack cannot draw arrives as text', () => {
    const long = 'é'.repeat(4_500);
    const undrawable: Forms = {
      ...messageOf('x'),
      slack: { text: 'orders: alert', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }] },
    };

    it('posted', async () => {
      expect((await send(undrawable)).outcome).toBe('accepted');
      expect(methods()).toEqual(['chat.postMessage', 'chat.postMessage']);
      expect(slack.messages).toMatchObject([{ text: 'orders: alert', blocks: [] }]);
    });

    it('changed, and the former blocks do not stay', async () => {
      const first = await send('broken');
      expect(await send(undrawable, receiptOf(first))).toEqual(first);
      expect(slack.messages).toMatchObject([{ text: 'orders: alert', blocks: [], isEdited: true }]);
    });

    it('cut, where the text is too long as well', async () => {
      const first = await send('broken');
      expect(await send({ ...undrawable, slack: { text: long, blocks: [] } }, receiptOf(first))).toEqual(first);
      expect(slack.messages[0]?.text).toHaveLength(3_904);
    });

    it('and one that cannot be shown even so is a fault of the sentinel, after two tries', async () => {
      slack.fault = () => 'invalid_blocks';
      expect(await send()).toMatchObject({ outcome: 'refused', cause: 'setup' });
      expect(methods()).toEqual(['chat.postMessage', 'chat.postMessage']);
    });
  });

  const codes: readonly (readonly [string, string])[] = [
    ['channel_not_found', 'address'],
    ['is_archived', 'address'],
    ['not_in_channel', 'address'],
    ['user_not_found', 'address'],
    ['user_disabled', 'address'],
    ['cannot_dm_bot', 'address'],
    ['restricted_action', 'address'],
    ['invalid_auth', 'setup'],
    ['account_inactive', 'setup'],
    ['token_revoked', 'setup'],
    ['token_expired', 'setup'],
    ['not_authed', 'setup'],
    ['missing_scope', 'setup'],
    ['messages_tab_disabled', 'setup'],
    ['a_code_of_next_year', 'setup'],
    ['ratelimited', 'later'],
    ['rate_limited', 'later'],
    ['internal_error', 'later'],
    ['fatal_error', 'later'],
    ['service_unavailable', 'later'],
    ['request_timeout', 'later'],
  ];
  it.each(codes)('%s means: %s', async (code, meaning) => {
    slack.fault = () => code;
    const receipt = await send();
    expect(receipt.outcome === 'refused' ? receipt.cause : receipt.outcome).toBe(meaning);
    expect(receipt).toMatchObject({ message: expect.stringContaining(code) });
  });

  it.each([
    [{ status: 500, body: '<html>' }, 'later', 'failed'],
    [{ status: 503 }, 'later', 'failed'],
    [{ status: 200, body: 'welcome to the guest network' }, 'refused', 'no JSON'],
    [{ status: 200, body: 'null' }, 'refused', 'no JSON'],
    [{ status: 200, body: '{"ok":false,"error":"<b>\\n"}' }, 'refused', 'no code'],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'refused', '302'],
    [{ status: 404, body: '' }, 'refused', '404'],
  ] as const)('%j is taken as %s', async (reaction, outcome, words) => {
    slack.fault = () => reaction;
    expect(await send()).toMatchObject({ outcome, message: expect.stringContaining(words) });
  });

  it('an answer without the place of the message is accepted, and there is no receipt', async () => {
    slack.fault = () => ({ status: 200, body: '{"ok":true}' });
    expect(await send()).toEqual({ outcome: 'accepted', receipt: null });
  });

  it('too many messages are told to wait as long as Slack says', async () => {
    slack.secondsBetween = 30;
    expect((await send('one')).outcome).toBe('accepted');
    expect(await send('two')).toMatchObject({ outcome: 'later', afterS: 30 });
  });

  it('a token that was replaced is read again, once', async () => {
    const held = ['xoxb-old', 'xoxb-new', 'xoxb-newer'];
    slack.tokens.clear();
    slack.tokens.add('xoxb-new');
    const secrets = { get: async () => `${held.shift()}\n` };
    const outgoing = { deliveryId: 'd', to: CHANNEL, message: messageOf('a'), earlier: null };
    expect((await channel('slack-channel', secrets).send(outgoing)).outcome).toBe('accepted');
    expect(slack.calls.map(({ token }) => token)).toEqual(['xoxb-old', 'xoxb-new']);
  });

  it('a token that is still the same is not tried again', async () => {
    slack.tokens.clear();
    expect(await send()).toMatchObject({ outcome: 'refused', cause: 'setup' });
    expect(slack.calls).toHaveLength(1);
  });

  it.each(['xoxb-a b', 'xoxb-a\nb', 'xoxb-é', ' '])('%j is no token, and is not told', async (token) => {
    const outgoing = { deliveryId: 'd', to: CHANNEL, message: messageOf('a'), earlier: null };
    const receipt = await channel('slack-channel', { get: async () => token }).send(outgoing);
    expect(receipt).toMatchObject({ outcome: 'refused', cause: 'setup' });
    expect(JSON.stringify(receipt)).not.toContain('xoxb-a');
    expect(slack.calls).toEqual([]);
  });
});
