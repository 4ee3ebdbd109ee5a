import { mkdir, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS, formatInstant } from '../../../lib/core/instant.ts';
import { MAX_SPOOLED_MS, MAX_SPOOLED_RUNS } from '../../../lib/runner/notify/spool.ts';
import type { RunResult } from '../../../lib/runner/run-result.ts';
import { HttpStandIn, type Reaction } from '../../channels/http-stand-in.ts';
import { DONE, FAILED, FINISHED, NotifierSetting } from './notifier-setting.ts';

const SPOOL = 'state/spool/orders-db';
let setting: NotifierSetting;
let server: HttpStandIn;
let react: (path: string) => Reaction;
const isDown = (): Reaction => 'reset';
const isUp = (): Reaction => ({ status: 200 });

beforeEach(async () => {
  setting = await NotifierSetting.make();
  react = isUp;
  server = await HttpStandIn.start(({ path }) => react(path));
});
afterEach(async () => {
  await server.stop();
  await setting.remove();
});

const open = () => setting.open({ heartbeatUrl: `${server.url}/ping/key/orders-db` });
/** One run of the job, as the runner goes through it: what waits is sent first. */
async function run(result: RunResult, options: Parameters<typeof setting.open>[0] = {}) {
  const notifier = await setting.open({ heartbeatUrl: `${server.url}/ping/key/orders-db`, ...options });
  await notifier.resend();
  await notifier.began(result);
  return notifier.ended(result);
}
const later = (result: RunResult, days: number): RunResult => ({
  ...result,
  runId: `0000000${days}-7e0a-4d0e-8a6e-0a3a0f9f6a11`,
  startedAt: result.startedAt + days * DAY_MS,
  finishedAt: result.finishedAt + days * DAY_MS,
});
const received = () => server.requests.splice(0).map(({ path }) => path.replace('/ping/key/orders-db', ''));
/** Forgets what was asked of the server, and said, so far. */
const forget = (): void => {
  received();
  setting.said.length = 0;
};

describe('what could not be sent', () => {
  test('waits in the spool, for its owner’s eyes only, and the step says where', async () => {
    react = isDown;
    const step = await run(FAILED);
    const [file = ''] = await setting.files(SPOOL);
    expect(step).toMatchObject({ phase: 'tell', ok: false });
    expect(step.message).toMatch(/^not sent; heartbeat: .* could not be reached \(ECONNRESET\); /);
    expect(step.message).toContain(`kept in ${setting.at(file)}; the next run sends it`);
    expect(await setting.json(file)).toMatchObject({
      version: 1,
      pending: ['heartbeat'],
      startTold: false,
      superseded: false,
      report: { run_id: FAILED.runId, status: 'failed' },
    });
    expect(JSON.stringify(await setting.json(file))).not.toContain('ping/key');
  });

  test('is sent by the next run before it begins, a failure as one', async () => {
    react = isDown;
    await run(FAILED);
    forget();
    react = isUp;
    await run(later(DONE, 1));
    expect(received()).toEqual([
      `/1?rid=${FAILED.runId}`,
      `/start?rid=${later(DONE, 1).runId}`,
      `/0?rid=${later(DONE, 1).runId}`,
    ]);
    expect(await setting.files('state')).toEqual([]);
    expect(setting.said).toContain(
      'the notification of the run that ended at 2026-11-22T02:12:30Z was sent late: heartbeat',
    );
  });

  test('is sent in the order it happened', async () => {
    react = isDown;
    for (const days of [0, 1, 2]) await run(later(FAILED, days));
    forget();
    react = isUp;
    await (await open()).resend();
    expect(received()).toEqual([0, 1, 2].map((days) => `/1?rid=${later(FAILED, days).runId}`));
  });

  test('of a success whose start was not received is only a note: it would claim a backup of just now', async () => {
    react = isDown;
    await run(DONE);
    forget();
    react = isUp;
    await (await open()).resend();
    expect(received()).toEqual([`/log?rid=${DONE.runId}`]);
  });

  test('of a success whose start was received ends that start', async () => {
    react = (path) => (path.includes('/start') ? { status: 200 } : 'reset');
    await run(DONE);
    forget();
    react = isUp;
    await (await open()).resend();
    expect(received()).toEqual([`/0?rid=${DONE.runId}`]);
  });

  test('of a failure that a later run made good is no alarm any more', async () => {
    react = isDown;
    await run(FAILED, { alertWebhook: `${server.url}/hook` });
    await run(later(DONE, 1), { alertWebhook: `${server.url}/hook` });
    forget();
    react = isUp;
    await (
      await setting.open({ heartbeatUrl: `${server.url}/ping/key/orders-db`, alertWebhook: `${server.url}/hook` })
    ).resend();
    const alert = server.requests.find(({ path }) => path === '/hook');
    expect(JSON.parse(alert?.body ?? '')).toMatchObject({
      told_late: true,
      text: expect.stringMatching(/\(Sent late: this run ended at 2026-11-22T02:12:30Z\. A later run succeeded\.\)$/),
    });
    expect(received().sort()).toEqual(['/hook', `/log?rid=${later(DONE, 1).runId}`, `/log?rid=${FAILED.runId}`]);
  });

  test('by one sink is sent to that sink alone', async () => {
    react = isDown;
    const step = await run(FAILED, { reportTo: setting.at('report.json') });
    expect(step).toMatchObject({ ok: true });
    expect(step.message).toMatch(/^sent: report .*report\.json; heartbeat: .*kept in /);
    expect(await setting.json((await setting.files(SPOOL))[0] ?? '')).toMatchObject({ pending: ['heartbeat'] });
  });

  test('goes to its place when the disk is back', async () => {
    const options = { heartbeatUrl: null, verified: `${setting.at('backups')}/` };
    await run(DONE, options);
    await mkdir(setting.at('backups'));
    await run(later(DONE, 1), options);
    expect(await setting.files()).toEqual([
      'backups/.sentinel/orders-db/20261122T020000Z-0b54ad9e.json',
      'backups/.sentinel/orders-db/20261123T020000Z-00000001.json',
    ]);
  });

  test('never goes over the report of a later run that ended well', async () => {
    const reportTo = setting.at('reports/last.json');
    await run(FAILED, { reportTo });
    const notifier = await setting.open({ reportTo });
    await mkdir(setting.at('reports'));
    await notifier.ended(later(DONE, 1));
    await (await setting.open({ reportTo })).resend();
    expect(await setting.json('reports/last.json')).toMatchObject({ run_id: later(DONE, 1).runId });
    expect(await setting.files('state')).toEqual([]);
  });

  test('stays while the network is away, and each run asks once only', async () => {
    react = isDown;
    for (const days of [0, 1, 2])
      await run(later(FAILED, days), { pacing: { timeoutMs: 500, retries: 0, firstDelayMs: 0 } });
    forget();
    await (
      await setting.open({
        heartbeatUrl: `${server.url}/ping/key/orders-db`,
        pacing: { timeoutMs: 500, retries: 0, firstDelayMs: 0 },
      })
    ).resend();
    expect(received()).toEqual([`/1?rid=${later(FAILED, 0).runId}`]);
    expect(await setting.files(SPOOL)).toHaveLength(3);
    expect(setting.said.at(-1)).toMatch(/still cannot be sent: heartbeat: .*ECONNRESET/);
  });

  test('is dropped when that sink is no longer set up', async () => {
    react = isDown;
    await run(FAILED);
    await (await setting.open({ alertCommand: 'true' })).resend();
    expect(await setting.files('state')).toEqual([]);
  });
});

describe('the spool', () => {
  const spooled = async (name: string, content: unknown): Promise<void> => {
    await mkdir(setting.at(SPOOL), { recursive: true });
    await writeFile(setting.at(`${SPOOL}/${name}`), typeof content === 'string' ? content : JSON.stringify(content));
  };

  test.each([
    ['nothing', ''],
    ['half a file', '{"version":1,"report":{"run_id":"5f1d'],
    ['no object', '[]'],
    ['null', 'null'],
    ['no report', '{"version":1,"pending":["heartbeat"]}'],
    ['an unknown sink', '{"version":1,"pending":["pigeon"],"report":{"run_id":"x"}}'],
  ])('sets a file with %s aside, says so, and sends the others', async (_, content) => {
    react = isDown;
    await run(FAILED);
    forget();
    react = isUp;
    await spooled('20261121T000000Z-00000000.json', content);
    await (await open()).resend();
    expect(received()).toEqual([`/1?rid=${FAILED.runId}`]);
    expect(await setting.files('state')).toEqual([`${SPOOL}/20261121T000000Z-00000000.json.damaged`]);
    expect(setting.said[0]).toMatch(/is damaged; it was renamed to 20261121T000000Z-00000000\.json\.damaged/);
    setting.said.length = 0;
    await (await open()).resend();
    expect(setting.said).toEqual([]);
  });

  test('leaves what a newer version wrote alone', async () => {
    await spooled('20261121T000000Z-00000000.json', { version: 2 });
    await (await open()).resend();
    expect(await setting.files('state')).toEqual([`${SPOOL}/20261121T000000Z-00000000.json`]);
    expect(setting.said[0]).toContain('was written by a newer version');
  });

  test('keeps the newest runs up to its limit', async () => {
    react = isDown;
    await run(FAILED);
    forget();
    const kept = await setting.json((await setting.files(SPOOL))[0] ?? '');
    const report = kept.report as Record<string, unknown>;
    for (let minute = 0; minute < MAX_SPOOLED_RUNS + 5; minute += 1) {
      const finished = formatInstant(FINISHED + minute * 60_000);
      await spooled(`${finished.replaceAll(/[-:]/g, '')}-x.json`, {
        ...kept,
        report: { ...report, finished_at: finished },
      });
    }
    await (await open()).resend();
    const files = await setting.files(SPOOL);
    expect(files).toHaveLength(MAX_SPOOLED_RUNS);
    expect(files.at(-1)).toContain('20261122T030630Z');
    expect(setting.said[0]).toMatch(/^removed 6 unsent reports from the spool: /);
  });

  test('keeps none for longer than a month', async () => {
    react = isDown;
    await run(FAILED);
    setting.now = FINISHED + MAX_SPOOLED_MS;
    await (await open()).resend();
    expect(await setting.files('state')).toHaveLength(1);
    setting.now += 1;
    await (await open()).resend();
    expect(await setting.files('state')).toEqual([]);
  });

  test('that cannot be written is said, and nothing fails over it', async () => {
    react = isDown;
    await writeFile(setting.at('state'), 'a file where the folder should be');
    const step = await run(FAILED);
    expect(step.ok).toBe(false);
    expect(step.message).toMatch(
      /not kept in the spool: cannot write .*spool.orders-db: a file has the name of its folder/,
    );
    expect(setting.said.join()).toContain('cannot process the spool');
  });

  test('of each node is its own', async () => {
    react = isDown;
    for (const node of ['n1', 'n2']) await run({ ...FAILED, node }, { node });
    expect(await setting.files('state')).toEqual([
      expect.stringContaining('state/spool/orders-db@n1/'),
      expect.stringContaining('state/spool/orders-db@n2/'),
    ]);
  });
});
