import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import { SmtpStandIn } from '../channels/email/smtp-stand-in.ts';
import { HttpStandIn, type Reaction } from '../channels/http-stand-in.ts';
import { SlackStandIn } from '../channels/slack/stand-in.ts';
import { runCommand } from '../run-commands.ts';
import { inSandbox, type Sandbox } from './sandbox.ts';

const T0 = Date.parse('2026-11-20T10:00:00Z');

let slack: SlackStandIn;
let smtp: SmtpStandIn;
let hooks: HttpStandIn;
let hookAnswer: Reaction;
let env: Record<string, string>;
beforeEach(async () => {
  hookAnswer = { status: 200 };
  [slack, smtp, hooks] = await Promise.all([
    SlackStandIn.start(),
    SmtpStandIn.start(),
    HttpStandIn.start(() => hookAnswer),
  ]);
  slack.tokens.add('xoxb-here');
  slack.members.add('U0SAM');
  env = {
    SENTINEL_SLACK_URL: slack.url,
    SENTINEL_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    SENTINEL_MAIL_FROM: 'backups@acme.example',
    SENTINEL_WEBHOOK_NETWORKS: '127.0.0.0/8',
  };
});
afterEach(() => Promise.all([slack.stop(), smtp.stop(), hooks.stop()]));

/** Sam's one address; `dana`, the admin, has a mail address that works always. */
function rulesWith(sam: string): string {
  return [
    'version: 1',
    'settings: { admin: dana, timezone: UTC }',
    'people:',
    `  sam: { ${sam} }`,
    '  dana: { email: dana@acme.example }',
    'jobs:',
    '  orders: { backup: ./orders/, rule: "every 24 hours, allow 26, escalate never", owner: sam }',
    '',
  ].join('\n');
}

/** Every outcome that can be dead, and how; what sam was sent by it. */
const CHANNELS = [
  {
    name: 'Slack',
    sam: () => 'slack: U0SAM',
    dead: () => {
      slack.fault = () => ({ status: 503 });
    },
    alive: () => {
      slack.fault = () => null;
    },
    sent: () => slack.messages.map(({ text }) => text),
  },
  {
    name: 'mail',
    sam: () => 'email: sam@acme.example',
    dead: () => {
      smtp.fault = (stage) => (stage === 'recipient' ? '451 4.3.0 try later' : null);
    },
    alive: () => {
      smtp.fault = () => null;
    },
    sent: () => mailsTo('sam@acme.example'),
  },
  {
    name: 'webhook',
    sam: () => `webhook: "${hooks.url}/sam", via: [webhook]`,
    dead: () => {
      hookAnswer = { status: 503 };
    },
    alive: () => {
      hookAnswer = { status: 200 };
      hooks.requests.length = 0;
    },
    sent: () => hooks.requests.map(({ body }) => String(JSON.parse(body).text ?? body)),
  },
] as const;

function mailsTo(address: string): string[] {
  return smtp.taken.filter(({ to }) => to.includes(address)).map(({ mail }) => mail.subject ?? '');
}

/** A job without a backup; each `check` is a process of its own, as cron starts it, at an instant of the test's. */
class Host {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  async prepare(): Promise<void> {
    for (const [name, secret] of [
      ['slack-bot-token', 'xoxb-here'],
      ['webhook-key', 'a-long-random-key'],
    ] as const) {
      await this.#sandbox.write(`state/secrets/${name}`, secret);
      await chmod(join(this.#sandbox.state, 'secrets', name), 0o600);
    }
    await this.#sandbox.write('orders/readme.part', '');
  }

  async check(afterMs: number): Promise<string> {
    const now = new Date(T0 + afterMs).toISOString();
    const { rules, state } = this.#sandbox;
    const args = ['check', '--notify', '--quiet', '--now', now, '--rules', rules, '--state', state];
    return (await runCommand(args, env)).stderr;
  }
}

async function onHost(rules: string, run: (host: Host, sandbox: Sandbox) => Promise<void>): Promise<void> {
  await inSandbox(rules, async (sandbox) => {
    const host = new Host(sandbox);
    await host.prepare();
    await run(host, sandbox);
  });
}

const DURATIONS = [
  { name: '5 minutes', ms: 5 * MINUTE_MS },
  { name: '2 hours', ms: 2 * HOUR_MS },
  { name: '2 days', ms: 2 * DAY_MS },
];

describe.each(CHANNELS)('with $name dead', ({ sam, dead, alive, sent }) => {
  test.each(DURATIONS)('for $name, its owner is notified once, of what is true when it works again', async ({ ms }) => {
    await onHost(rulesWith(sam()), async (host) => {
      dead();
      for (const share of [0, 0.9]) await host.check(share * ms);
      expect(sent().filter((text) => text.includes('Recovered'))).toEqual([]);
      alive();
      for (const after of [ms + 61 * MINUTE_MS, ms + 3 * HOUR_MS]) await host.check(after);
      expect(sent()).toEqual([expect.stringContaining('Alert: orders')]);
    });
  });

  test('while a break began and passed, its owner gets one message that says so, and why it is late', async () => {
    await onHost(rulesWith(sam()), async (host, sandbox) => {
      dead();
      await host.check(0);
      await sandbox.backup('orders/a.dump', 1000, new Date(T0 + HOUR_MS).toISOString());
      await host.check(2 * HOUR_MS);
      alive();
      for (const hours of [4, 5]) await host.check(hours * HOUR_MS);
      expect(sent()).toEqual([expect.stringContaining('Recovered: orders')]);
    });
  });
});

describe('an address that is refused for good', () => {
  test('is tried once a day, and at once when it is fixed; the admin stands in meanwhile', async () => {
    await onHost(rulesWith('email: smam@acme.example'), async (host, sandbox) => {
      let refused = 0;
      smtp.fault = (stage) => {
        if (stage !== 'recipient' || isFixed) return null;
        refused += 1;
        return refused % 2 === 1 ? '550 5.1.1 no such user' : null;
      };
      let isFixed = false;
      const first = await host.check(0);
      expect(first).toContain('550 5.1.1 no such user');
      expect(mailsTo('dana@acme.example')).toEqual([expect.stringContaining('Alert: orders')]);
      const attempts = refused;
      for (const hours of [1, 2, 23]) await host.check(hours * HOUR_MS);
      expect(refused).toBe(attempts);
      isFixed = true;
      await sandbox.write('rules.yaml', rulesWith('email: sam@acme.example'));
      await host.check(23 * HOUR_MS + MINUTE_MS);
      await host.check(24 * HOUR_MS);
      expect(mailsTo('sam@acme.example')).toEqual([expect.stringContaining('Alert: orders')]);
      expect(mailsTo('dana@acme.example')).toHaveLength(1);
    });
  });

  test('is tried at once when the channel is set up in another way', async () => {
    await onHost(rulesWith('slack: U0SAM'), async (host, sandbox) => {
      slack.tokens.clear();
      expect(await host.check(0)).toContain('invalid_auth');
      slack.tokens.add('xoxb-new');
      await sandbox.write('state/secrets/slack-bot-token', 'xoxb-new');
      await host.check(2 * MINUTE_MS);
      expect(slack.messages.map(({ text }) => text)).toEqual([expect.stringContaining('Alert: orders')]);
    });
  });
});

test('with both of an owner’s channels dead for 2 days, owner and admin are each notified once', async () => {
  await onHost(rulesWith('slack: U0SAM, email: sam@acme.example, via: [slack, email]'), async (host) => {
    slack.fault = () => ({ status: 503 });
    smtp.fault = (stage) => (stage === 'connect' ? '421 4.3.2 not now' : null);
    for (const minutes of [0, 1, 6, 21, 81, 24 * 60]) await host.check(minutes * MINUTE_MS);
    expect([slack.messages, smtp.taken]).toEqual([[], []]);
    slack.fault = () => null;
    smtp.fault = () => null;
    for (const hours of [48, 50, 52]) await host.check(hours * HOUR_MS);
    expect(slack.messages.map(({ text }) => text)).toEqual([expect.stringContaining('Alert: orders')]);
    expect(mailsTo('sam@acme.example')).toEqual([]);
  });
});
