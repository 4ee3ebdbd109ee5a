import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BedrockStandIn } from '../adapters/bedrock/stand-in.ts';
import { SmtpStandIn } from '../channels/email/smtp-stand-in.ts';
import { until } from '../faults/embedded-store-process.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import { runCommand } from '../run-commands.ts';
import { inSandbox, type Sandbox } from './sandbox.ts';

const MINUTE_MS = 60_000;
/** A summary time that has just passed, whenever the test runs. */
const JUST_NOW = new Date(Date.now() - 2 * MINUTE_MS).toISOString().slice(11, 16);
const RULES = `version: 1
settings: { admin: dana, timezone: UTC, summary: "${JUST_NOW}" }
people:
  sam: { email: sam@acme.example }
  dana: { email: dana@acme.example }
jobs:
  orders: { name: Orders <db>, backup: ./orders/, rule: "every 24 hours, allow 26", owner: sam }
  ledger: { backup: ./ledger/, rule: "every 24 hours, allow 26" }
`;

let smtp: SmtpStandIn;
let bedrock: BedrockStandIn;
let env: Record<string, string>;
beforeEach(async () => {
  smtp = await SmtpStandIn.start();
  bedrock = await BedrockStandIn.start();
  env = {
    SENTINEL_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
    SENTINEL_MAIL_FROM: 'backups@acme.example',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
  };
});
afterEach(async () => {
  await smtp.stop();
  await bedrock.stop();
});

/** Two jobs without a backup that were checked an hour ago. */
async function checked(sandbox: Sandbox): Promise<string[]> {
  for (const job of ['orders', 'ledger']) await sandbox.write(`${job}/readme.part`, '');
  const anHourAgo = new Date(Date.now() - 60 * MINUTE_MS).toISOString();
  const { status } = await sandbox.sentinel('check', '--now', anHourAgo);
  expect(status).toBe(2);
  return ['--rules', sandbox.rules, '--state', sandbox.state];
}

describe('summary', () => {
  test('prints what the admin is told or, asked for a person, what they are', async () => {
    await inSandbox(RULES, async (sandbox) => {
      const place = await checked(sandbox);
      const { status, stdout } = await runCommand(['summary', ...place], env);
      expect(status).toBe(0);
      expect(stdout).toMatch(
        /^Of 2 backups that are watched: 2 broken\.\n\nBroken now:\n {2}Orders <db>: alert for 1 hour/,
      );
      const sams = await runCommand(['summary', '--for', 'sam', '--json', ...place], env);
      expect(JSON.parse(sams.stdout)).toMatchObject({ person: 'sam', jobs: 1, broken: [{ job_id: 'orders' }] });
      const nobodys = await runCommand(['summary', '--for', 'pat', ...place], env);
      expect([nobodys.status, nobodys.stderr]).toEqual([64, expect.stringContaining('which has sam, dana')]);
    });
  });

  test('sends each their own, with the paragraph of the model that is set', async () => {
    await inSandbox(RULES, async (sandbox) => {
      const place = await checked(sandbox);
      bedrock.behaviour = { says: '[J1] has been in alert for 1 hour.' };
      const withModel = { ...env, SENTINEL_MODEL_ID: 'amazon.nova-2-lite-v1:0' };
      const { status, stdout } = await runCommand(['summary', '--send', ...place], withModel);
      expect([status, stdout]).toEqual([
        0,
        expect.stringMatching(/summary sent: dana by email\n.*sent: sam by email\n$/),
      ]);
      const texts = new Map(smtp.taken.map(({ to, mail }) => [to[0], mail.text]));
      expect(texts.get('dana@acme.example')).toContain('ledger');
      expect(texts.get('sam@acme.example')).toContain('Orders <db> has been in alert for 1 hour.');
      expect(texts.get('sam@acme.example')).not.toContain('ledger');
      expect(bedrock.conversations).toHaveLength(2);
    });
  });

  test('says who could not be told, and why', async () => {
    await inSandbox(RULES, async (sandbox) => {
      const place = await checked(sandbox);
      const { SENTINEL_SMTP_URL: _, ...withoutMail } = env;
      const { status, stdout } = await runCommand(['summary', '--send', '--for', 'sam', ...place], withoutMail);
      expect([status, stdout]).toEqual([1, expect.stringMatching(/summary refused: sam; email: mail is not set up/)]);
    });
  });
});

test('watch tells the summary of a time that came while nobody watched, once', async () => {
  await inSandbox(RULES, async (sandbox) => {
    const place = await checked(sandbox);
    const summaries = () => smtp.taken.filter(({ mail }) => mail.subject?.startsWith('Backup sentinel: '));
    for (const expected of [2, 0]) {
      smtp.taken.length = 0;
      const watch = new SentinelProcess(['watch', '--port', '0', ...place], env);
      try {
        if (expected > 0) await until('both are sent', () => (watch.stdout.match(/summary sent/g) ?? []).length === 2);
        else await until('it watches', () => watch.stderr.includes('watching'));
        watch.signal('SIGTERM');
        expect(await watch.ended).toMatchObject({ status: 0 });
        expect(summaries()).toHaveLength(expected);
      } finally {
        watch.signal('SIGKILL');
        await watch.ended;
      }
    }
    expect(bedrock.conversations).toEqual([]);
  });
}, 150_000);
