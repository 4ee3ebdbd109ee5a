import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SmtpStandIn } from '../channels/email/smtp-stand-in.ts';
import { HttpStandIn } from '../channels/http-stand-in.ts';
import { until } from '../faults/embedded-store-process.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import { runCommand } from '../run-commands.ts';
import { dailyRules, inSandbox, type Sandbox } from './sandbox.ts';

let smtp: SmtpStandIn;
let env: Record<string, string>;
beforeEach(async () => {
  smtp = await SmtpStandIn.start();
  env = { SENTINEL_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, SENTINEL_MAIL_FROM: 'backups@acme.example' };
});
afterEach(async () => {
  await smtp.stop();
});

const check = ({ rules, state }: Sandbox, ...more: string[]) =>
  runCommand(['check', '--notify', '--quiet', '--rules', rules, '--state', state, ...more], env);
const adminMails = () =>
  smtp.taken
    .map(({ mail }) => ({ subject: mail.subject ?? '', text: mail.text ?? '' }))
    .filter(({ subject }) => subject.startsWith('Backup sentinel:'));
const subjects = () => adminMails().map(({ subject }) => subject);

describe('the admin of a single host', () => {
  test('is notified once of a rules doc that was rejected, with every problem and its line', async () => {
    await inSandbox(dailyRules('orders'), async (sandbox) => {
      await sandbox.backup('orders/a.dump', 1000, new Date(Date.now() - 3_600_000).toISOString());
      expect((await check(sandbox)).status).toBe(0);
      const good = await readFile(sandbox.rules, 'utf8');
      await sandbox.write('rules.yaml', `${good}  crm: { backup: ./crm/, rule: "every banana", owner: eve }\n`);
      await check(sandbox);
      await check(sandbox);
      expect(subjects()).toEqual([`Backup sentinel: the rules doc was rejected: ${sandbox.rules}`]);
      expect(adminMails()[0]?.text).toMatch(/^- rules\.yaml:6:\d+ [A-Z_]+ jobs\.crm\.rule: .*banana/m);
      expect(adminMails()[0]?.text).toMatch(/^- rules\.yaml:6:\d+ [A-Z_]+ jobs\.crm\.owner: .*eve/m);
    });
  });

  test('is notified of a looser rule, with what changed', async () => {
    await inSandbox(dailyRules('orders'), async (sandbox) => {
      await sandbox.backup('orders/a.dump', 1000, new Date(Date.now() - 3_600_000).toISOString());
      await check(sandbox);
      const good = await readFile(sandbox.rules, 'utf8');
      await sandbox.write('rules.yaml', good.replace('allow 26', 'allow 30'));
      await check(sandbox);
      await check(sandbox);
      expect(subjects()).toEqual([`Backup sentinel: the rules doc was loosened: ${sandbox.rules}`]);
      expect(adminMails()[0]?.text).toContain('allow 26 hours -> 30 hours (loosened)');
    });
  });

  test('is notified once of places that are not there, and again when they were there meanwhile', async () => {
    await inSandbox(dailyRules('orders', 'crm'), async (sandbox) => {
      await check(sandbox);
      await check(sandbox);
      expect(subjects()).toEqual(['Backup sentinel: places that cannot be read: orders, crm']);
      await sandbox.backup('orders/a.dump', 1000, new Date(Date.now() - 3_600_000).toISOString());
      await check(sandbox);
      expect(subjects()).toHaveLength(1);
    });
  });

  test('is notified of a state store that cannot be used', async () => {
    await inSandbox(dailyRules('orders'), async (sandbox) => {
      await check(sandbox);
      smtp.taken.length = 0;
      await sandbox.write('state/store/level/CURRENT', 'no such manifest\n');
      expect((await check(sandbox)).status).toBe(3);
      await check(sandbox);
      expect(subjects()).toEqual(['Backup sentinel: the state store cannot be used, so nothing is checked']);
    });
  });

  test('who cannot be reached is said on standard error, and a check of green jobs does not end with 0', async () => {
    await inSandbox(dailyRules('orders'), async (sandbox) => {
      await sandbox.backup('orders/a.dump', 1000, new Date(Date.now() - 3_600_000).toISOString());
      await check(sandbox);
      const good = await readFile(sandbox.rules, 'utf8');
      await sandbox.write('rules.yaml', `${good}  crm: {`);
      await smtp.stop();
      const { status, stderr } = await check(sandbox);
      expect(status).toBe(3);
      expect(stderr).toContain('sentinel: the admin was not notified of this:\nThe rules doc was rejected:\n');
    });
  });
});

describe('the watchdog', () => {
  test('is pinged after a complete pass, by check and by watch, and not after an incomplete one', async () => {
    const outside = await HttpStandIn.start(() => ({ status: 200 }));
    try {
      const url = `${outside.url}/ping/abc`;
      await inSandbox(dailyRules('orders'), async (sandbox) => {
        await sandbox.write('orders/readme.part', '');
        await check(sandbox, '--watchdog', url);
        expect(outside.requests).toHaveLength(1);
        await check(sandbox, '--watchdog', url, '--job', 'orders');
        expect(outside.requests).toHaveLength(1);
        const watch = new SentinelProcess(['watch', '--no-serve', '--rules', sandbox.rules, '--state', sandbox.state], {
          ...env,
          SENTINEL_WATCHDOG_URL: url,
        });
        try {
          await until('watch has pinged', () => outside.requests.length === 2);
        } finally {
          watch.signal('SIGKILL');
          await watch.ended;
        }
        await sandbox.write('state/secrets/x', '');
        await chmod(join(sandbox.state, 'secrets'), 0o700);
        const bad = await check(sandbox, '--watchdog', 'hc-ping.com/abc');
        expect([bad.status, bad.stderr]).toEqual([64, expect.stringContaining('--watchdog is no web address')]);
      });
    } finally {
      await outside.stop();
    }
  });
});
