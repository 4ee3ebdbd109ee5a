import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isNeverBackup } from '../../../lib/core/evidence/never-backup.ts';
import { parseSentinelReport } from '../../../lib/core/evidence/reports/sentinel-report.ts';
import { readPingBody } from '../../../lib/core/ping/ping-body.ts';
import { readPingRequest } from '../../../lib/core/ping/ping-request.ts';
import type { RunResult } from '../../../lib/runner/run-result.ts';
import { HttpStandIn, type Reaction } from '../../channels/http-stand-in.ts';
import { DONE, FAILED, FINISHED, NotifierSetting, STARTED } from './notifier-setting.ts';

const ERROR = 'failed: pg_dump ended with 1: could not connect; start the server';
const JOB_KEY = '6d0c1f2e-96d6-4f56-8b0e-2f0a6a2b9c11';
let setting: NotifierSetting;
let server: HttpStandIn;
let react: () => Reaction;

beforeEach(async () => {
  setting = await NotifierSetting.make();
  await mkdir(setting.at('backups'));
  react = () => ({ status: 200 });
  server = await HttpStandIn.start(() => react());
});
afterEach(async () => {
  await server.stop();
  await setting.remove();
});

describe('the report', () => {
  const REPORT = 'backups/.sentinel/orders-db/20261122T020000Z-0b54ad9e.json';

  test('lies beside what was verified, where the checker reads it and never takes it for a backup', async () => {
    const notifier = await setting.open({ verified: `${setting.at('backups')}/` });
    const step = await notifier.ended(DONE);
    expect(step).toEqual({ phase: 'tell', ok: true, message: `sent: report ${setting.at(REPORT)}` });
    expect(await setting.files()).toEqual([REPORT]);
    expect(isNeverBackup(REPORT, 1000, 0)).toBe(true);
    const text = await readFile(setting.at(REPORT), 'utf8');
    expect(parseSentinelReport({ text, writtenAt: 0, zone: 'UTC' })).toEqual({
      status: 'completed',
      startedAt: STARTED,
      finishedAt: FINISHED,
      sizeBytes: 412_000_000,
      location: '/backups/orders/orders.dump',
      error: null,
    });
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      job: 'orders-db',
      node: null,
      host: 'db1',
      run_id: DONE.runId,
      ending: 'done',
      exit_status: 0,
      checked_by: 'pg_dump -Fc, by its table of contents',
      tries: [{ started_at: '2026-11-22T02:00:00Z', duration_seconds: 741.25, exit_code: 0 }],
    });
  });

  const endings: { ending: RunResult['ending']; status: string; error: boolean }[] = [
    { ending: 'done', status: 'completed', error: false },
    { ending: 'already-there', status: 'skipped', error: false },
    { ending: 'command-failed', status: 'failed', error: true },
    { ending: 'timed-out', status: 'failed', error: true },
    { ending: 'verify-failed', status: 'failed', error: true },
    { ending: 'conflict', status: 'failed', error: true },
    { ending: 'unreachable', status: 'failed', error: true },
    { ending: 'preflight', status: 'failed', error: true },
    { ending: 'stopped', status: 'failed', error: true },
    // The run that holds the lock reports how the backup went.
    { ending: 'locked', status: 'skipped', error: true },
  ];
  test.each(endings)('of a run that ended as $ending says $status', async ({ ending, status, error }) => {
    await (await setting.open({ reportTo: setting.at('report.json') })).ended({ ...FAILED, ending });
    expect(await setting.json('report.json')).toMatchObject({ status, error: error ? ERROR : null });
  });

  const places = [
    { name: 'a folder with a slash', verified: 'backups/', path: 'backups/.sentinel/orders-db/' },
    { name: 'a folder that is there', verified: 'backups', path: 'backups/.sentinel/orders-db/' },
    { name: 'a file in it', verified: 'backups/orders.dump', path: 'backups/.sentinel/orders-db/' },
    { name: 'a pattern', verified: 'backups/*.dump', path: 'backups/.sentinel/orders-db/' },
    { name: 'a folder per run', verified: 'backups/{run}/', path: 'backups/.sentinel/orders-db/' },
    { name: 'a node', verified: 'backups/{run}/', node: 'n1', path: 'backups/.sentinel/orders-db/n1/' },
  ];
  test.each(places)('beside $name', async ({ verified, path, node = null }) => {
    const notifier = await setting.open({ verified: setting.at(verified) + (verified.endsWith('/') ? '/' : ''), node });
    await notifier.ended({ ...DONE, node });
    expect(await setting.files('backups')).toEqual([`${path}20261122T020000Z-0b54ad9e.json`]);
  });

  test('goes where --report-to says: a file, a folder, S3', async () => {
    await mkdir(setting.at('reports'));
    await (await setting.open({ verified: setting.at('backups'), reportTo: setting.at('reports') })).ended(DONE);
    await (await setting.open({ verified: setting.at('backups'), reportTo: setting.at('reports/last.json') })).ended(
      DONE,
    );
    expect(await setting.files()).toEqual(['reports/20261122T020000Z-0b54ad9e.json', 'reports/last.json']);
    const written: string[] = [];
    const writeS3 = async (place: string, text: string): Promise<void> => {
      written.push(place);
      expect(JSON.parse(text).status).toBe('completed');
    };
    await (await setting.open({ verified: 's3://acme/orders/', writeS3 })).ended(DONE);
    await (await setting.open({ verified: 's3://acme/orders/{yyyy}/x.dump', writeS3 })).ended(DONE);
    await (await setting.open({ verified: 's3://acme/orders/x.dump', writeS3 })).ended(DONE);
    await (await setting.open({ verified: null, reportTo: 's3://acme/reports/', writeS3 })).ended(DONE);
    await (await setting.open({ verified: null, reportTo: 's3://acme/last.json', writeS3 })).ended(DONE);
    const beside = 's3://acme/orders/.sentinel/orders-db/20261122T020000Z-0b54ad9e.json';
    expect(written).toEqual([
      beside,
      beside,
      beside,
      's3://acme/reports/20261122T020000Z-0b54ad9e.json',
      's3://acme/last.json',
    ]);
  });

  test('makes no folder where the disk with the backups is not there', async () => {
    const step = await (await setting.open({ verified: setting.at('mnt/backups/') })).ended(DONE);
    expect(step.ok).toBe(false);
    expect(step.message).toContain(
      `the folder ${setting.at('mnt/backups')} does not exist; create it, or mount its disk`,
    );
    expect(await setting.files()).toEqual([expect.stringMatching(/^state\/spool\/orders-db\/20261122T021230Z-/)]);
  });
});

describe('heartbeats', () => {
  test('of start and end are pings that the sentinel reads, paired by the run', async () => {
    const notifier = await setting.open({ heartbeatUrl: `${server.url}/ping/${JOB_KEY}` });
    await notifier.began({ ...DONE });
    const step = await notifier.ended(DONE);
    expect(step).toEqual({ phase: 'tell', ok: true, message: `sent: heartbeat to 127.0.0.1:${server.port}` });
    const pings = server.requests.map(({ path }) => {
      const { pathname, searchParams } = new URL(path, server.url);
      return readPingRequest(pathname, searchParams.get('rid'));
    });
    const sender = { kind: 'job-key', key: JOB_KEY };
    expect(pings).toEqual([
      { sender, signal: 'start', exitStatus: null, rid: DONE.runId, problem: null },
      { sender, signal: 'success', exitStatus: 0, rid: DONE.runId, problem: null },
    ]);
    expect(readPingBody(Buffer.from(server.requests[1]?.body ?? ''), JOB_KEY)).toMatchObject({
      status: 'completed',
      sizeBytes: 412_000_000,
      files: 1,
      location: '/backups/orders/orders.dump',
    });
    expect(await setting.files('state')).toEqual([]);
  });

  test('of a failure carry its exit status, and a body that is kept whole however much was said', async () => {
    const steps = Array.from({ length: 30 }, () => ({ phase: 'backup' as const, ok: false, message: 'x'.repeat(500) }));
    const notifier = await setting.open({ heartbeatUrl: `${server.url}/ping/${JOB_KEY}?key=1` });
    await notifier.ended({ ...FAILED, exitStatus: 137, steps, outputTail: 'ü'.repeat(50_000) });
    const [{ path = '', body = '' } = {}] = server.requests;
    expect(path).toBe(`/ping/${JOB_KEY}/137?key=1&rid=${FAILED.runId}`);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(10_000);
    expect(JSON.parse(body)).toMatchObject({ status: 'failed', error: ERROR });
  });

  test('a run that was locked out is only a note: the run that holds the lock pings for itself', async () => {
    const notifier = await setting.open({ heartbeatUrl: `${server.url}/ping/key/orders-db/` });
    await notifier.ended({ ...FAILED, ending: 'locked', exitStatus: 75 });
    expect(server.requests[0]?.path).toBe(`/ping/key/orders-db/log?rid=${FAILED.runId}`);
  });

  test('the address may come from the environment, and the option goes first', async () => {
    const env = { SENTINEL_PING_URL: `${server.url}/ping/from-env/orders-db` };
    await (await setting.open({ env })).ended(DONE);
    await (await setting.open({ env, heartbeatUrl: `${server.url}/ping/option/orders-db` })).ended(DONE);
    expect(server.requests.map(({ path }) => path.split('/')[2])).toEqual(['from-env', 'option']);
  });

  test('a start heartbeat without an answer holds nothing up', async () => {
    react = () => 'hang';
    const notifier = await setting.open({
      heartbeatUrl: `${server.url}/ping/${JOB_KEY}`,
      // Longer than a test may take.
      pacing: { timeoutMs: 600_000, retries: 0, firstDelayMs: 0 },
    });
    await notifier.began({ ...DONE });
    expect(setting.said).toEqual([]);
  });

  test('a heartbeat without an answer is given up', async () => {
    react = () => 'hang';
    const notifier = await setting.open({
      heartbeatUrl: `${server.url}/ping/${JOB_KEY}`,
      pacing: { timeoutMs: 200, retries: 0, firstDelayMs: 0 },
    });
    await notifier.began({ ...DONE });
    const step = await notifier.ended(DONE);
    expect(step.message).toMatch(/^not sent; heartbeat: 127\.0\.0\.1:\d+ did not answer within 0\.2 seconds; kept in /);
  });

  test('another try is made where that may help, and none where it cannot', async () => {
    let answers: Reaction[] = [{ status: 503 }, { status: 200 }];
    react = () => answers.shift() ?? { status: 500 };
    const heartbeatUrl = `${server.url}/ping/${JOB_KEY}`;
    expect((await (await setting.open({ heartbeatUrl })).ended(DONE)).ok).toBe(true);
    answers = [{ status: 404 }, { status: 200 }];
    expect((await (await setting.open({ heartbeatUrl })).ended(DONE)).message).toContain('answered 404; check the URL');
    answers = [{ status: 302, headers: { location: 'http://elsewhere.example/' } }];
    expect((await (await setting.open({ heartbeatUrl })).ended(DONE)).message).toContain('answered 302, a redirect');
  });
});

describe('the alerts of a run that failed', () => {
  test('a webhook gets the report as JSON with a line for people', async () => {
    const step = await (await setting.open({ alertWebhook: `${server.url}/hook` })).ended(FAILED);
    expect(step).toMatchObject({ ok: true, message: expect.stringMatching(/^sent: alert to 127\.0\.0\.1:\d+; /) });
    const [{ headers, body = '' } = { headers: {}, body: '' }] = server.requests;
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toMatchObject({
      event: 'run-failed',
      text: 'Backup orders-db on db1: failed: pg_dump ended with 1: could not connect; start the server',
      told_late: false,
      status: 'failed',
      exit_status: 1,
      output_tail: 'pg_dump: error: could not connect\n',
    });
  });

  test('none is sent when all went well, or was there already', async () => {
    const notifier = await setting.open({ alertWebhook: `${server.url}/hook`, alertCommand: 'touch alerted' });
    await notifier.ended(DONE);
    await notifier.ended({ ...DONE, ending: 'already-there' });
    expect(server.requests).toEqual([]);
  });

  test('a command gets the run in its environment and on its standard input', async () => {
    const alertCommand = `cat > '${setting.at('stdin')}'; env > '${setting.at('env')}'`;
    const step = await (await setting.open({ alertCommand, reportTo: setting.at('report.json') })).ended({
      ...FAILED,
      node: 'n1',
    });
    expect(step.message).toContain(`sent: report ${setting.at('report.json')}, the alert command`);
    expect(await setting.json('stdin')).toEqual(await setting.json('report.json'));
    const env = await readFile(setting.at('env'), 'utf8');
    for (const line of [
      'SENTINEL_JOB=orders-db',
      'SENTINEL_NODE=n1',
      'SENTINEL_ENDING=command-failed',
      'SENTINEL_EXIT_STATUS=1',
      'SENTINEL_HEADLINE=Backup orders-db/n1 on db1: orders-db: failed: pg_dump ended with 1: could not connect; start the server',
      `SENTINEL_REPORT=${setting.at('report.json')}`,
    ]) {
      expect(env.split('\n')).toContain(line);
    }
  });

  const commands = [
    { name: 'fails', alertCommand: 'exit 3', says: 'alert command: it ended with 3' },
    { name: 'is not there', alertCommand: '/nowhere/page-me', says: 'alert command: it ended with 127' },
    { name: 'hangs, with children', alertCommand: 'sleep 60 & sleep 60', says: 'alert command: it timed out after' },
  ];
  test.each(commands)('a command that $name is said, and kept for the next run', async ({ alertCommand, says }) => {
    const step = await (await setting.open({ alertCommand, alertCommandLimitMs: 300 })).ended(FAILED);
    expect(step.ok).toBe(false);
    expect(step.message).toContain(says);
    expect(await setting.files('state')).toHaveLength(1);
  });

  test('a command may ignore its input', async () => {
    const step = await (await setting.open({ alertCommand: 'true' })).ended({
      ...FAILED,
      outputTail: 'x'.repeat(1 << 20),
    });
    expect(step).toMatchObject({ ok: true });
  });

  test('with no sink set up, the step says so and is not ok after a failure', async () => {
    const notifier = await setting.open();
    expect(await notifier.ended(FAILED)).toEqual({
      phase: 'tell',
      ok: false,
      message: 'not sent: no notification is set up; this host has neither a system journal nor syslog',
    });
    expect(await notifier.ended(DONE)).toMatchObject({ ok: true });
  });
});

describe('the log of the host', () => {
  let listening: Server[] = [];
  afterEach(() => {
    for (const one of listening) one.close();
    listening = [];
  });
  const socketAt = async (path: string): Promise<string> => {
    const one = createServer();
    listening.push(one);
    await new Promise<void>((resolve) => one.listen(setting.at(path), resolve));
    return setting.at(path);
  };
  const program = async (name: string, script: string): Promise<void> => {
    await mkdir(setting.at('bin'), { recursive: true });
    await writeFile(setting.at(`bin/${name}`), `#!/bin/sh\n${script}\n`);
    await chmod(setting.at(`bin/${name}`), 0o755);
  };
  const open = (logSockets: { journal: string; syslog: string }) =>
    setting.open({ logSockets, env: { PATH: `${setting.at('bin')}:/usr/bin:/bin`, OUT: setting.at('out') } });

  test('is the journal, with fields and priority err; a line break in a value makes no field', async () => {
    await program('logger', 'echo "$@" > "$OUT"; cat >> "$OUT"');
    const notifier = await open({ journal: await socketAt('journal'), syslog: setting.at('none') });
    const step = await notifier.ended({ ...FAILED, summary: 'it broke\nPRIORITY=7' });
    expect(step).toEqual({ phase: 'tell', ok: true, message: 'sent: the journal' });
    const lines = (await readFile(setting.at('out'), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toBe('--journald');
    expect(lines).toContain('MESSAGE=Backup orders-db on db1: it broke PRIORITY=7');
    expect(lines).toContain('PRIORITY=3');
    expect(lines).toContain('SENTINEL_JOB=orders-db');
    expect(lines).toContain('SENTINEL_EXIT_STATUS=1');
    expect(lines).not.toContain('PRIORITY=7');
  });

  test('is the journal also where the logger knows none', async () => {
    await program('logger', 'exit 1');
    await program('systemd-cat', 'echo "$@" > "$OUT"; cat >> "$OUT"');
    const notifier = await open({ journal: await socketAt('journal'), syslog: setting.at('none') });
    expect(await notifier.ended(FAILED)).toMatchObject({ message: 'sent: the journal' });
    expect(await readFile(setting.at('out'), 'utf8')).toBe(
      '-t backup-sentinel -p err\nBackup orders-db on db1: failed: pg_dump ended with 1: could not connect; start the server\n',
    );
  });

  test('is syslog where there is no journal', async () => {
    await program('logger', 'echo "$@" > "$OUT"');
    const notifier = await open({ journal: setting.at('none'), syslog: await socketAt('syslog') });
    expect(await notifier.ended(FAILED)).toMatchObject({ ok: true, message: 'sent: the syslog' });
    expect(await readFile(setting.at('out'), 'utf8')).toMatch(
      /^-t backup-sentinel -p daemon\.err -- Backup orders-db /,
    );
  });

  test('is not enough when nothing could be sent outside', async () => {
    await program('logger', 'cat > /dev/null');
    const logSockets = { journal: await socketAt('journal'), syslog: setting.at('none') };
    const env = { PATH: `${setting.at('bin')}:/usr/bin:/bin` };
    const alertWebhook = `${server.url}/hook`;
    await server.stop();
    const step = await (await setting.open({ logSockets, env, alertWebhook })).ended(FAILED);
    expect(step.ok).toBe(false);
    expect(step.message).toMatch(
      /^written to the journal only; alert webhook: .* could not be reached \(ECONNREFUSED\); kept in /,
    );
  });
});

describe('secrets', () => {
  test('are in nothing that is sent, kept or printed', async () => {
    const env = {
      PATH: process.env.PATH,
      PGPASSWORD: 'open-sesame',
      SENTINEL_PING_URL: `${server.url}/ping/${JOB_KEY}`,
    };
    react = () => ({ status: 500 });
    const notifier = await setting.open({
      env,
      reportTo: setting.at('report.json'),
      alertWebhook: `${server.url}/services/T000/B000/very-secret`,
      alertCommand: `cat > '${setting.at('stdin')}'`,
    });
    await notifier.began(FAILED);
    const secret = `open-sesame at postgres://app:hunter2@db, ${server.url}/services/T000/B000/very-secret and ${JOB_KEY}`;
    const step = await notifier.ended({
      ...FAILED,
      summary: secret,
      outputTail: secret,
      steps: [{ phase: 'backup', ok: false, message: secret }],
    });
    const all = [
      step.message,
      ...setting.said,
      ...server.requests.map(({ body }) => body),
      ...(await Promise.all((await setting.files()).map((path) => readFile(setting.at(path), 'utf8')))),
    ].join('\n');
    expect(all).toContain('command-failed');
    for (const part of ['open-sesame', 'hunter2', 'very-secret']) expect(all).not.toContain(part);
    expect(notifier.masked('x open-sesame y')).toBe('x *** y');
  });
});

describe('options that cannot be used', () => {
  const cases = [
    { options: { heartbeatUrl: 'pings.example.com/x' }, says: '--heartbeat is not a URL' },
    { options: { alertWebhook: 'ftp://x/' }, says: '--alert-webhook is not a URL' },
    { options: { heartbeatUrl: 'https://u:open-sesame@x/' }, says: '--heartbeat contains a user or a password' },
    { options: { env: { SENTINEL_PING_URL: 'nonsense' } }, says: 'SENTINEL_PING_URL is not a URL' },
    { options: { env: { SENTINEL_ALERT_WEBHOOK: 'nonsense' } }, says: 'SENTINEL_ALERT_WEBHOOK is not a URL' },
  ];
  test.each(cases)('$says', async ({ options, says }) => {
    const error = await setting.open(options).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'NotifyOptionInvalid', message: expect.stringContaining(says) });
    expect(error.message).not.toContain('open-sesame');
  });

  test('an empty variable is none', async () => {
    await expect(setting.open({ env: { SENTINEL_PING_URL: '' } })).resolves.toBeDefined();
  });
});
