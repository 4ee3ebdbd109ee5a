import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import { CHANNEL_KINDS, type ChannelKind } from '../../lib/core/model/channel-kind.ts';
import { inSandbox, type Sandbox } from '../program/sandbox.ts';
import { runCommand } from '../run-commands.ts';
import { FailingChannels } from './failing-channels.ts';

const T0 = Date.parse('2026-11-20T10:00:00Z');
const ADMIN = 'dana@acme.example';
const ALERT = expect.stringContaining('Alert: orders');

let channels: FailingChannels;
beforeEach(async () => {
  channels = await FailingChannels.start();
});
afterEach(() => channels.stop());

/** The entry of `sam`, who owns the job; the admin is another one, whose mail always arrives. */
function rulesWith(entry: string, ...via: readonly ChannelKind[]): string {
  return [
    'version: 1',
    'settings: { admin: dana, timezone: UTC }',
    'people:',
    `  sam: { ${entry}, via: [${via.join(', ')}] }`,
    `  dana: { email: ${ADMIN} }`,
    'jobs:',
    '  orders: { backup: ./orders/, rule: "every 24 hours, allow 26, escalate never", owner: sam }',
    '',
  ].join('\n');
}

/** A job without a backup; each `check` is a process of its own, as cron starts it, at an instant of the test's. */
async function onHost(
  rules: string,
  run: (check: (afterMs: number) => Promise<string>, sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  await inSandbox(rules, async (sandbox) => {
    await channels.writeSecrets(sandbox);
    await sandbox.write('orders/readme.part', '');
    const check = async (afterMs: number) => {
      const now = new Date(T0 + afterMs).toISOString();
      const place = ['--rules', sandbox.rules, '--state', sandbox.state];
      return (await runCommand(['check', '--notify', '--quiet', '--now', now, ...place], channels.env)).stderr;
    };
    await run(check, sandbox);
  });
}

const OUTAGES = [
  { name: '5 minutes', ms: 5 * MINUTE_MS, standIns: 0 },
  { name: '2 hours', ms: 2 * HOUR_MS, standIns: 1 },
  { name: '2 days', ms: 2 * DAY_MS, standIns: 1 },
];

describe.each(CHANNEL_KINDS)('with %s out of order', (kind) => {
  test.each(OUTAGES)(
    'for $name, the owner is notified once when it works, the admin before if it is long',
    async ({ ms, standIns }) => {
      await onHost(rulesWith(channels.of[kind].entry, kind), async (check) => {
        channels.dead.add(kind);
        for (const share of [0, 0.5, 0.9]) await check(share * ms);
        expect(channels.of[kind].sent()).toEqual([]);
        expect(channels.mailsTo(ADMIN)).toEqual(Array(standIns).fill(ALERT));
        channels.dead.clear();
        for (const after of [ms + 61 * MINUTE_MS, ms + 3 * HOUR_MS]) await check(after);
        expect(channels.of[kind].sent()).toEqual([ALERT]);
        expect(channels.mailsTo(ADMIN)).toHaveLength(standIns);
      });
    },
  );

  test('while a break began and passed, its owner gets one message that says so', async () => {
    await onHost(rulesWith(channels.of[kind].entry, kind), async (check, sandbox) => {
      channels.dead.add(kind);
      await check(0);
      await sandbox.backup('orders/a.dump', 1000, new Date(T0 + HOUR_MS).toISOString());
      await check(2 * HOUR_MS);
      channels.dead.clear();
      for (const hours of [4, 5]) await check(hours * HOUR_MS);
      expect(channels.of[kind].sent()).toEqual([expect.stringContaining('Recovered: orders')]);
    });
  });

  test('and another channel of the owner’s too for 2 days, the owner is notified once, by the first', async () => {
    const second = kind === 'email' ? 'webhook' : 'email';
    const entry = `${channels.of[kind].entry}, ${channels.of[second].entry}`;
    await onHost(rulesWith(entry, kind, second), async (check) => {
      for (const each of [kind, second] as const) channels.dead.add(each);
      for (const minutes of [0, 1, 6, 21, 81, 24 * 60]) await check(minutes * MINUTE_MS);
      expect([channels.of[kind].sent(), channels.of[second].sent()]).toEqual([[], []]);
      expect(channels.mailsTo(ADMIN)).toEqual([ALERT]);
      channels.dead.clear();
      for (const hours of [48, 50, 52]) await check(hours * HOUR_MS);
      expect([channels.of[kind].sent(), channels.of[second].sent()]).toEqual([[ALERT], []]);
      expect(channels.mailsTo(ADMIN)).toHaveLength(1);
    });
  });
});

describe.each(CHANNEL_KINDS)('an address that %s refuses for good', (kind) => {
  test('has the admin stand in, and its owner is notified at once when it is mended', async () => {
    const { entry, gone, sent } = channels.of[kind];
    await onHost(rulesWith(gone, kind), async (check, sandbox) => {
      expect(await check(0)).toContain('could not notify sam of orders');
      expect(channels.mailsTo(ADMIN)).toEqual([ALERT]);
      for (const hours of [1, 2, 23]) expect(await check(hours * HOUR_MS)).not.toContain('could not notify');
      await sandbox.write('rules.yaml', rulesWith(entry, kind));
      await check(23 * HOUR_MS + MINUTE_MS);
      expect(sent()).toEqual([ALERT]);
      await check(48 * HOUR_MS);
      expect(sent()).toEqual([ALERT]);
      expect(channels.mailsTo(ADMIN)).toEqual([ALERT]);
    });
  });
});

test('a channel that refused the sentinel is tried at once when it is set up in another way', async () => {
  await onHost(rulesWith('slack: U0SAM', 'slack'), async (check, sandbox) => {
    channels.slackTokens.clear();
    expect(await check(0)).toContain('invalid_auth');
    channels.slackTokens.add('xoxb-new');
    await sandbox.write('state/secrets/slack-bot-token', 'xoxb-new');
    await check(2 * MINUTE_MS);
    expect(channels.of.slack.sent()).toEqual([ALERT]);
  });
});
