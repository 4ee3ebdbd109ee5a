import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HttpStandIn, type Reaction } from '../channels/http-stand-in.ts';
import { inRunnerBox } from './runner-box.ts';

let server: HttpStandIn;
let react: () => Reaction;
beforeEach(async () => {
  react = () => ({ status: 200 });
  server = await HttpStandIn.start(() => react());
});
afterEach(() => server.stop());
const paths = () => server.requests.map(({ path }) => path.replace(/\?.*/, ''));

describe('the tell phase', () => {
  test('without a network leaves the run’s status as it is, says that nothing was sent, and the next run sends it', () =>
    inRunnerBox(async (box) => {
      react = () => 'reset';
      const telling = ['--heartbeat', `${server.url}/ping/key/orders-db`];
      const alone = await box.run(telling, ['sh', '-c', 'echo "no such table" >&2; exit 4']);
      expect(alone.status).toBe(4);
      expect(alone.last).toMatch(
        /^sentinel: orders-db: failed: .* status 4.*no such table \(not sent; heartbeat: .*ECONNRESET.*; kept in .*\/spool\/orders-db\/.*\.json; the next run sends it\)$/,
      );
      server.requests.length = 0;
      react = () => ({ status: 200 });
      const next = await box.run(telling, ['true']);
      expect(next.status).toBe(0);
      expect(next.stderr).toMatch(/the run that ended at .* was sent late: heartbeat/);
      expect(paths().sort()).toEqual(['/ping/key/orders-db/0', '/ping/key/orders-db/4', '/ping/key/orders-db/start']);
      const late = JSON.parse(server.requests.find(({ path }) => path.includes('/4?'))?.body ?? '');
      expect(late).toMatchObject({ status: 'failed', exit_status: 4, output_tail: 'no such table\n' });
      expect(await box.text('state/spool/orders-db')).toBeNull();
    }));

  test('with a webhook that answers 500 goes on to the others, and keeps the alert', () =>
    inRunnerBox(async (box) => {
      react = () => ({ status: 500 });
      const options = [
        '--alert-webhook',
        `${server.url}/hook`,
        '--alert-command',
        'cat > alerted.json',
        '--report-to',
        './',
      ];
      const ran = await box.run(options, ['false']);
      expect(ran.status).toBe(1);
      expect(ran.stderr).toMatch(
        /notify: sent: report .*, the alert command(, the (journal|syslog))?; alert webhook: 127\.0\.0\.1:\d+ answered 500; .*kept in /,
      );
      expect(paths()).toEqual(['/hook', '/hook', '/hook']);
      expect(JSON.parse((await box.text('alerted.json')) ?? '')).toMatchObject({ status: 'failed', job: 'orders-db' });
    }));

  test('tells no secret, whatever the command says', () =>
    inRunnerBox(async (box) => {
      const env = { PGPASSWORD: 'open-sesame', SENTINEL_ALERT_WEBHOOK: `${server.url}/services/T0/B0/very-secret` };
      const command = ['sh', '-c', 'echo "FATAL: $PGPASSWORD is wrong at $SENTINEL_ALERT_WEBHOOK" >&2; exit 2'];
      const ran = await box.run(
        ['--report-to', 'report.json', '--heartbeat', `${server.url}/ping/k/orders-db`],
        command,
        env,
      );
      expect(ran.status).toBe(2);
      const told = [ran.last, await box.text('report.json'), ...server.requests.map(({ body }) => body)];
      expect(told).toHaveLength(5);
      expect(told.join('\n')).toContain('FATAL: *** is wrong at ***');
      expect(told.join('\n')).not.toMatch(/open-sesame|very-secret/);
      // What passes through is the command's own.
      expect(ran.stderr).toContain('FATAL: open-sesame is wrong');
    }));

  test('refuses an address that is none before anything is done', () =>
    inRunnerBox(async (box) => {
      const ran = await box.run([], ['touch', join(box.folder, 'ran')], { SENTINEL_PING_URL: 'pings.example.com' });
      expect(ran.status).toBe(64);
      expect(ran.last).toBe(
        'sentinel: SENTINEL_PING_URL is not a URL; write it in full, such as https://pings.example.com/...',
      );
      expect(await box.text('ran')).toBeNull();
    }));
});
