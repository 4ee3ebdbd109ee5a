import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SmtpStandIn } from '../channels/email/smtp-stand-in.ts';
import { startProcess } from '../processes.ts';
import { dailyRules, inSandbox, type Sandbox } from './sandbox.ts';

let smtp: SmtpStandIn;
beforeEach(async () => {
  smtp = await SmtpStandIn.start();
});
afterEach(async () => {
  await smtp.stop();
});

const OUTPUTS = ['a full disk', 'a reader that has gone'] as const;

/** Runs a command whose standard output, and where asked standard error, cannot be written; its exit status. */
async function runInto(output: (typeof OUTPUTS)[number], args: readonly string[], alsoStderr = false): Promise<number> {
  const full = openSync('/dev/full', 'w');
  const stdout = output === 'a full disk' ? full : ('pipe' as const);
  const child = startProcess(process.execPath, [resolve('dist/sentinel.js'), ...args], {
    stdio: ['ignore', stdout, alsoStderr ? full : 'ignore'],
    env: {
      ...process.env,
      SENTINEL_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      SENTINEL_MAIL_FROM: 'backups@acme.example',
    },
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  child.stdout?.destroy();
  const [status] = await once(child, 'close');
  closeSync(full);
  return status;
}

const place = ({ rules, state }: Sandbox) => ['--rules', rules, '--state', state];
const mails = () => smtp.taken.map(({ mail }) => `${mail.to?.[0]?.address}: ${mail.subject}`);

describe.each(OUTPUTS)('output into %s', (output) => {
  test('loses no notification and changes no verdict', async () => {
    await inSandbox(dailyRules('orders'), async (sandbox) => {
      await sandbox.write('orders/readme.part', '');
      expect(await runInto(output, ['check', '--notify', ...place(sandbox)])).toBe(2);
      expect(mails()).toEqual([expect.stringMatching(/^dana@acme\.example: Alert: orders/)]);
      expect(await runInto(output, ['check', '--notify', ...place(sandbox)], true)).toBe(2);
      expect(mails()).toHaveLength(1);
    });
  });

  test('turns status 0 into 74, and keeps what was not printed for the next check', async () => {
    await inSandbox(dailyRules('orders'), async (sandbox) => {
      await sandbox.write('clean.yaml', dailyRules('orders').replace('allow 26', 'allow 26; at least 1 KB'));
      expect(await runInto(output, ['lint', `${sandbox.folder}/clean.yaml`])).toBe(74);
      await sandbox.write('orders/readme.part', '');
      expect(await runInto(output, ['check', ...place(sandbox)])).toBe(2);
      const { republished } = JSON.parse((await sandbox.sentinel('check', '--json')).stdout);
      expect(republished).toMatchObject([{ job_id: 'orders', to: 'alert' }]);
    });
  });

  test('does not change the status of a quiet check either, with standard error lost as well', async () => {
    await inSandbox(dailyRules('orders'), async (sandbox) => {
      await sandbox.write('orders/readme.part', '');
      expect(await runInto(output, ['check', '--quiet', ...place(sandbox)], true)).toBe(2);
    });
  });
});
