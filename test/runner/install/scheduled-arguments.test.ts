import { expect, test } from 'vitest';
import { scheduledArguments } from '../../../lib/runner/install/scheduled-arguments.ts';

const isFlag = (name: string) => name === 'quiet' || name === 'verify-deep';

test('a scheduled run keeps what was typed but for the installing, and no secret in its arguments', () => {
  const words =
    'orders-db --install systemd --quiet --schedule 02:30 --verify=/srv/backups/ --heartbeat https://p/x --retries 3 --install-to=/tmp --alert-webhook=https://h/?a=b --node n1 -- pg_dump --install x';
  expect(scheduledArguments(words.split(' '), isFlag)).toEqual({
    run: 'orders-db --quiet --verify=/srv/backups/ --retries 3 --node n1 -- pg_dump --install x'.split(' '),
    alert: 'orders-db --verify=/srv/backups/ --node n1'.split(' '),
    environment: { SENTINEL_PING_URL: 'https://p/x', SENTINEL_ALERT_WEBHOOK: 'https://h/?a=b' },
  });
});

test('a value that looks like an option is one', () => {
  expect(scheduledArguments(['--alert-command', '--install', 'a', '--', 'b'], isFlag)).toMatchObject({
    run: ['--alert-command', '--install', 'a', '--', 'b'],
    alert: ['--alert-command', '--install', 'a'],
  });
});

test('with a file there is no command', () => {
  expect(scheduledArguments(['a', '--config', 'a.yaml', '--install', 'cron'], isFlag)).toMatchObject({
    run: ['a', '--config', 'a.yaml'],
    alert: ['a', '--config', 'a.yaml'],
  });
});
