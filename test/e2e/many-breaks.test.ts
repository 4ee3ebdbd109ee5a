import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SmtpStandIn } from '../channels/email/smtp-stand-in.ts';
import { HttpStandIn } from '../channels/http-stand-in.ts';
import { SlackStandIn } from '../channels/slack/stand-in.ts';
import { startProcess } from '../processes.ts';
import { inSandbox } from '../program/sandbox.ts';

const JOBS = 500;
/** People of each channel; the jobs are dealt out to all of them in turn. */
const PEOPLE_PER_CHANNEL = 20;
/** What a healthy channel is promised, whatever the others do: docs/design/routing.md. */
const PROMISED_MS = 120_000;

let slack: SlackStandIn;
let smtp: SmtpStandIn;
let hooks: HttpStandIn;
beforeEach(async () => {
  [slack, smtp, hooks] = await Promise.all([
    SlackStandIn.start(),
    SmtpStandIn.start(),
    HttpStandIn.start(() => ({ status: 200 })),
  ]);
  slack.tokens.add('xoxb-here');
  for (const index of indexes()) slack.members.add(`U0${index}`);
});
afterEach(() => Promise.all([slack.stop(), smtp.stop(), hooks.stop()]));

function indexes(): number[] {
  return Array.from({ length: PEOPLE_PER_CHANNEL }, (_, index) => index);
}

/** Each person has one channel. */
function rulesDoc(): string {
  const people = indexes().flatMap((index) => [
    `  slack-${index}: { slack: U0${index} }`,
    `  mail-${index}: { email: mail-${index}@acme.example }`,
    `  hook-${index}: { webhook: "${hooks.url}/hook-${index}", via: [webhook] }`,
  ]);
  const owners = people.map((line) => line.trim().split(':')[0]);
  const jobs = Array.from({ length: JOBS }, (_, job) => {
    return `  job-${job}: { backup: ./job-${job}/, rule: "every 24 hours", owner: ${owners[job % owners.length]} }`;
  });
  return `version: 1\nsettings: { admin: slack-0 }\npeople:\n${people.join('\n')}\njobs:\n${jobs.join('\n')}\n`;
}

/** Those who were notified by each channel, as the people of its own. */
const NOTIFIED = {
  slack: () => slack.messages.map(({ channel }) => channel),
  mail: () => smtp.taken.flatMap(({ to }) => to),
  hook: () => hooks.requests.map(({ path }) => path),
};

test.each([
  {
    name: 'Slack while the mail server hangs and the webhook server is gone',
    healthy: ['slack'] as const,
    breakRest: async () => {
      smtp.fault = () => 'hang';
      await hooks.stop();
    },
  },
  {
    name: 'mail and webhook while Slack hangs',
    healthy: ['mail', 'hook'] as const,
    breakRest: async () => {
      slack.fault = () => 'hang';
    },
  },
  {
    name: 'webhook while the mail server is gone and Slack hangs',
    healthy: ['hook'] as const,
    breakRest: async () => {
      slack.fault = () => 'hang';
      await smtp.stop();
    },
  },
])(
  'with 500 jobs breaking at once, everyone is notified within two minutes by $name',
  async ({ name, healthy, breakRest }) => {
    await inSandbox(rulesDoc(), async ({ write, state, rules }) => {
      for (const [secret, value] of [
        ['slack-bot-token', 'xoxb-here'],
        ['webhook-key', 'a-long-random-key'],
      ] as const) {
        await write(`state/secrets/${secret}`, value);
        await chmod(join(state, 'secrets', secret), 0o600);
      }
      for (let job = 0; job < JOBS; job += 1) await write(`job-${job}/readme.part`, '');
      const env = {
        ...process.env,
        SENTINEL_SLACK_URL: slack.url,
        SENTINEL_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
        SENTINEL_MAIL_FROM: 'backups@acme.example',
        SENTINEL_WEBHOOK_NETWORKS: '127.0.0.0/8',
      };
      await breakRest();
      const started = performance.now();
      const check = startProcess(
        process.execPath,
        ['dist/sentinel.js', 'check', '--notify', '--quiet', '--rules', rules, '--state', state],
        { env, stdio: 'ignore' },
      );
      try {
        const isDone = () =>
          healthy.every((channel) => new Set(NOTIFIED[channel]()).size >= PEOPLE_PER_CHANNEL) ||
          check.exitCode !== null;
        while (!isDone() && performance.now() - started < PROMISED_MS) await sleep(100);
        console.log(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
        for (const channel of healthy) expect(new Set(NOTIFIED[channel]()).size, channel).toBe(PEOPLE_PER_CHANNEL);
      } finally {
        check.kill('SIGKILL');
      }
    });
  },
  PROMISED_MS + 60_000,
);
