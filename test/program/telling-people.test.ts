import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SmtpStandIn } from '../channels/email/smtp-stand-in.ts';
import { SlackStandIn } from '../channels/slack/stand-in.ts';
import { freePort } from '../e2e/server-process.ts';
import { until } from '../faults/embedded-store-process.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import { runCommand } from '../run-commands.ts';
import { runSentinel } from '../run-sentinel.ts';
import { inSandbox, type Sandbox } from './sandbox.ts';

/** A quiet time that began six hours ago and ends in six hours, whenever the test runs. */
const [FROM, TO] = [-6, 6].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16));

const RULES = `version: 1
settings: { admin: dana, timezone: UTC }
people:
  sam: { slack: U0SAM, email: sam@acme.example, via: [slack, email] }
  lee: { email: lee@acme.example }
  dana: { email: dana@acme.example, quiet: "${FROM}-${TO}" }
jobs:
  orders: { backup: ./orders/, rule: "every 24 hours, allow 26", owner: sam }
  ledger: { backup: ./ledger/, rule: "every 24 hours, allow 26", owner: lee }
  attic: { backup: ./attic/, rule: "every 24 hours, allow 26" }
`;

let slack: SlackStandIn;
let smtp: SmtpStandIn;
let env: Record<string, string>;
beforeEach(async () => {
  slack = await SlackStandIn.start();
  slack.tokens.add('xoxb-here');
  slack.members.add('U0SAM');
  smtp = await SmtpStandIn.start();
  env = {
    SENTINEL_SLACK_URL: slack.url,
    SENTINEL_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    SENTINEL_MAIL_FROM: 'backups@acme.example',
  };
});
afterEach(async () => {
  await slack.stop();
  await smtp.stop();
});

async function broken(sandbox: Sandbox): Promise<string[]> {
  await sandbox.write('state/secrets/slack-bot-token', 'xoxb-here\n');
  await chmod(join(sandbox.state, 'secrets/slack-bot-token'), 0o600);
  for (const job of ['orders', 'ledger', 'attic']) await sandbox.write(`${job}/readme.part`, '');
  return ['--rules', sandbox.rules, '--state', sandbox.state];
}

const posts = () => slack.messages.map(({ text }) => text);
const mails = () => smtp.taken.map(({ mail }) => `${mail.to?.[0]?.address}: ${mail.subject}`);

describe('a check that notifies', () => {
  test('tells each owner by their own channel, once, and says whom it told', async () => {
    await inSandbox(RULES, async (sandbox) => {
      const place = await broken(sandbox);
      const first = await runCommand(['check', '--notify', '--json', ...place], env);
      expect(first.status).toBe(2);
      expect(JSON.parse(first.stdout).counts.alert).toBe(3);
      expect(first.stderr).toMatch(/notified sam by slack: orders\n/);
      expect(first.stderr).toMatch(/notified lee by email: ledger\n/);
      expect(first.stderr).toMatch(
        new RegExp(`dana will be notified of attic \\d{4}-\\d\\d-\\d\\d ${TO} UTC \\(.*dana has quiet hours`),
      );
      const second = await runCommand(['check', '--notify', '--quiet', ...place], env);
      expect(second.stderr).not.toContain('notified sam');
      expect(posts()).toEqual([expect.stringContaining('Alert: orders')]);
      expect(mails()).toEqual([expect.stringMatching(/^lee@acme\.example: Alert: ledger/)]);
    });
  });

  test('says what is missing where a channel is not set up, and tells by the next', async () => {
    await inSandbox(RULES, async (sandbox) => {
      const place = await broken(sandbox);
      await chmod(join(sandbox.state, 'secrets/slack-bot-token'), 0o644);
      const { stderr } = await runCommand(['check', '--notify', '--quiet', '--job', 'orders', ...place], env);
      expect(stderr).toMatch(/notified sam by email: orders \(slack: .*chmod 600/);
      const { SENTINEL_SMTP_URL: _, ...withoutMail } = env;
      const none = await runCommand(['check', '--notify', '--quiet', '--job', 'ledger', ...place], withoutMail);
      expect(none.stderr).toMatch(
        /could not notify lee of ledger \(email: mail is not set up; write SENTINEL_SMTP_URL=/,
      );
    });
  });

  test('is refused where dispatch is on AWS, and with a setting that cannot be used', async () => {
    await inSandbox(RULES, async ({ rules, state }) => {
      const place = ['--rules', rules, '--state', state];
      const onAws = await runCommand(['check', '--notify', '--rules', rules, '--state', 'dynamodb://bk'], env);
      expect([onAws.status, onAws.stderr]).toEqual([
        64,
        expect.stringContaining('--notify works only with a state folder'),
      ]);
      const bad = { ...env, SENTINEL_SMTP_URL: 'smtp://sam:secret@mail.acme.example' };
      const refused = await runCommand(['check', '--notify', ...place], bad);
      expect([refused.status, refused.stderr]).toEqual([64, expect.stringContaining('put it into the secret')]);
      expect(refused.stderr).not.toContain('sam:secret');
    });
  });
});

describe('watch', () => {
  test('tells people, and follows a drill to the person', async () => {
    await inSandbox(RULES, async (sandbox) => {
      const place = await broken(sandbox);
      const port = await freePort();
      const watch = new SentinelProcess(['watch', '--port', String(port), ...place], {
        ...env,
        SENTINEL_URL: `http://127.0.0.1:${port}`,
      });
      try {
        await until('both are told', () => posts().length === 1 && mails().length === 1);
        // The mail of the true alert leads its reader, signed in, to the page of the job.
        const [, signIn = ''] = /Open the status page: (http\S+)/.exec(smtp.taken[0]?.mail.text ?? '') ?? [];
        const origin = new URL(signIn).origin;
        const signedIn = await fetch(signIn, { method: 'POST', headers: { origin }, redirect: 'manual' });
        expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/job/ledger']);
        const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
        const page = await fetch(`${origin}/job/ledger`, { headers: { cookie } });
        expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('no good backup at')]);
        const drilling = runCommand(['drill', 'orders', '--to', 'lee', '--wait', '1m', '--json', ...place], env);
        await until('the drill arrives', () => mails().length === 2);
        const { text = '' } = smtp.taken[1]?.mail ?? {};
        expect(text).not.toMatch(/sign-in|Mute/);
        const link = /I saw it: (http\S+)/.exec(text)?.[1] ?? '';
        expect(await (await fetch(link, { method: 'POST' })).text()).toContain('the drill message has reached you');
        const drilled = await drilling;
        expect(drilled.status).toBe(0);
        const { result } = JSON.parse(drilled.stdout);
        expect(result).toMatchObject({ can_be_answered: true, seen: { by: 'lee', after_ms: expect.any(Number) } });
        expect(result).toMatchObject({ outcome: 'accepted', person: 'lee', channel: 'email' });
        expect(result.told_after_ms).toBeGreaterThanOrEqual(result.taken_up_after_ms);
        expect(mails()[1]).toMatch(/^lee@acme\.example: DRILL/);
        watch.signal('SIGTERM');
        expect(await watch.ended).toMatchObject({ status: 0 });
      } finally {
        watch.signal('SIGKILL');
        await watch.ended;
      }
    });
  });

  test.each([0, 40, 80, 120, 200, 300])(
    'that is killed %i ms after it was first heard of tells nobody never, and hardly anybody twice',
    async (delayMs) => {
      await inSandbox(RULES, async (sandbox) => {
        const place = await broken(sandbox);
        const watch = new SentinelProcess(['watch', '--json', '--port', '0', ...place], env);
        await until('a change', () => watch.stdout.includes('orders') || slack.calls.length > 0);
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        watch.signal('SIGKILL');
        await watch.ended;
        // Whatever it had begun counts as lost a quarter of an hour later.
        const later = new Date(Date.now() + 20 * 60_000).toISOString();
        await runCommand(['check', '--notify', '--quiet', '--now', later, ...place], env);
        expect(posts().length).toBeGreaterThanOrEqual(1);
        expect(posts().length).toBeLessThanOrEqual(2);
        expect(mails().length).toBeGreaterThanOrEqual(1);
        expect(mails().length).toBeLessThanOrEqual(2);
      });
    },
  );
});

describe('a watch that is to serve', () => {
  test('says so when its port is taken', async () => {
    await inSandbox(RULES, async (sandbox) => {
      const place = await broken(sandbox);
      const { status, stderr } = await runSentinel(['watch', '--port', String(smtp.port), ...place], env);
      expect([status, stderr]).toEqual([
        64,
        expect.stringContaining(`port ${smtp.port} of 127.0.0.1 is not free (EADDRINUSE)`),
      ]);
    });
  });
});

describe('a watch that is told nothing of a port', () => {
  test('checks and tells all the same when another program has the usual one, and says so', async () => {
    await inSandbox(RULES, async (sandbox) => {
      const place = await broken(sandbox);
      const other = createServer();
      // Where that fails, another program has it indeed.
      await new Promise((resolve) => other.once('error', resolve).listen(8080, '127.0.0.1', () => resolve(null)));
      const watch = new SentinelProcess(['watch', ...place], env);
      try {
        await until('both are told', () => posts().length === 1 && mails().length === 1);
        expect(watch.stderr).toContain('serving nothing: port 8080 of 127.0.0.1 is not free (EADDRINUSE)');
        expect(watch.stderr).not.toContain('sign in');
      } finally {
        watch.signal('SIGTERM');
        await watch.ended;
        await new Promise((resolve) => other.close(resolve));
      }
    });
  });
});

describe('a drill', () => {
  test('needs a watch that is running, and a person whom the rules doc knows', async () => {
    await inSandbox(RULES, async (sandbox) => {
      const place = await broken(sandbox);
      const alone = await runCommand(['drill', 'orders', ...place], env);
      expect([alone.status, alone.stderr]).toEqual([64, expect.stringContaining('no `sentinel watch` is running')]);
      const unknown = await runCommand(['drill', 'orders', '--to', 'nobody', ...place], env);
      expect([unknown.status, unknown.stderr]).toEqual([
        64,
        expect.stringContaining('the rules doc has no person nobody'),
      ]);
    });
  });
});

describe('route', () => {
  test('takes a member of a job as that job, also one that was never seen', async () => {
    const databases = '  databases: { backup: "./{each}/", rule: "every 24 hours, allow 26", owner: lee }\n';
    await inSandbox(RULES + databases, async (sandbox) => {
      const place = ['--rules', sandbox.rules, '--state', sandbox.state];
      const { status, stdout } = await runCommand(['route', 'databases/~53hop', ...place], env);
      expect([status, stdout]).toEqual([0, expect.stringMatching(/^If databases\/~53hop .*\n.*lee \(owner\)/)]);
      expect(await runCommand(['route', 'databases/Shop', ...place], env)).toMatchObject({ status: 64 });
    });
  });

  test('says who would be told of what, when, by what and why, and sends nothing', async () => {
    await inSandbox(RULES.replace(`${FROM}-${TO}`, '00:00-23:59'), async (sandbox) => {
      const place = await broken(sandbox);
      const { status, stdout } = await runCommand(['route', 'attic', '--at', '2026-11-21T12:00:00Z', ...place], env);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^If attic \(rules\.yaml:10\) broke at 2026-11-21 12:00 UTC:\n/);
      expect(stdout).toMatch(
        / {2}alert {5}dana \(owner\) 2026-11-21 23:59 UTC, by email dana@acme\.example: .*quiet hours/,
      );
      const json = await runCommand(['route', 'orders', '--json', ...place], env);
      expect(JSON.parse(json.stdout)[0].routes.map(({ state }: { state: string }) => state)).toEqual([
        'warn',
        'alert',
        'escalate',
      ]);
      expect([...slack.calls, ...smtp.taken]).toEqual([]);
    });
  });
});
