import { mkdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseProof } from '../../../lib/core/evidence/proof-report.ts';
import type { Proof } from '../../../lib/core/model/proof.ts';
import { readPingBody } from '../../../lib/core/ping/ping-body.ts';
import { proofShape } from '../../../lib/ports/proof-shape.ts';
import type { NotifyOptions } from '../../../lib/runner/notify/notify-options.ts';
import { openProofNotifier } from '../../../lib/runner/notify/proof-notifier.ts';
import type { ProofResult } from '../../../lib/runner/notify/proof-report.ts';
import { HttpStandIn } from '../../channels/http-stand-in.ts';
import { DONE, FINISHED, NotifierSetting, STARTED } from './notifier-setting.ts';

const PROOF: Proof = {
  jobId: 'orders-db',
  node: null,
  host: 'restore-1',
  runId: '2f54ad9e-2b5b-4b39-9ba6-30c4ef6e1d7e',
  ending: 'refuted',
  startedAt: STARTED,
  finishedAt: FINISHED,
  copy: { location: '/backups/orders.dump', ts: STARTED, sizeBytes: 412_000_000, files: 1, etag: null },
  recipe: 'postgres',
  isolation: 'isolated',
  assertions: [{ asked: 'SELECT count(*) FROM orders', wanted: '>= 100000', found: '12', holds: false }],
  fetchMs: 1_000,
  restoreMs: 60_000,
  askMs: 10,
  summary: 'orders-db: NOT proven: SELECT count(*) FROM orders: 12, expected >= 100000',
};
const REFUTED: ProofResult = {
  proof: PROOF,
  exitStatus: 65,
  steps: [{ phase: 'ask', ok: false, message: 'SELECT count(*) FROM orders: 12, expected >= 100000' }],
  outputTail: '',
};
const PROVEN: ProofResult = {
  ...REFUTED,
  proof: {
    ...PROOF,
    ending: 'proven',
    assertions: [],
    summary: 'orders-db: proven: /backups/orders.dump was restored',
  },
  exitStatus: 0,
};

let setting: NotifierSetting;
let server: HttpStandIn;
let status: number;

beforeEach(async () => {
  setting = await NotifierSetting.make();
  status = 200;
  server = await HttpStandIn.start(() => ({ status }));
});
afterEach(async () => {
  await server.stop();
  await setting.remove();
});

const open = (options: Partial<NotifyOptions>) => openProofNotifier(setting.options(options));
const begun = { runId: PROOF.runId, jobId: 'orders-db', node: null, startedAt: STARTED };

describe('the notification of a proof', () => {
  test('is a report in a file of its own, as the schema says', async () => {
    await mkdir(setting.at('reports'));
    await (await open({ reportTo: `${setting.at('reports')}/` })).ended(REFUTED);
    const file = 'reports/20261122T020000Z-2f54ad9e.proof.json';
    expect(await setting.files()).toEqual([file]);
    const text = await readFile(setting.at(file), 'utf8');
    expect(parseProof(text)).toEqual(PROOF);
    expect(proofShape.parse(JSON.parse(text))).toMatchObject({ verdict: 'refuted', exit_status: 65 });
  });

  test('is a ping of its end as a note, and none of its start', async () => {
    const notifier = await open({ heartbeatUrl: `${server.url}/ping/key/orders-db` });
    await notifier.began(begun);
    await notifier.ended(REFUTED);
    expect(server.requests.map(({ path }) => path)).toEqual([`/ping/key/orders-db/log?rid=${PROOF.runId}`]);
    const body = server.requests[0]?.body ?? '';
    expect(readPingBody(Buffer.from(body), 'key').isProof).toBe(true);
    expect(parseProof(body)).toEqual(PROOF);
  });

  test('is a ping that is kept whole, whatever was asked: what failed comes first', async () => {
    const assertion = { asked: 'a'.repeat(500), wanted: 'b'.repeat(500), found: 'c'.repeat(500), holds: true };
    const assertions = [...Array.from({ length: 500 }, () => assertion), ...PROOF.assertions];
    const summary = `orders-db: NOT proven: ${'x'.repeat(20_000)}`;
    const notifier = await open({ heartbeatUrl: `${server.url}/ping/key/orders-db` });
    await notifier.ended({ ...REFUTED, proof: { ...PROOF, assertions, summary } });
    const body = server.requests[0]?.body ?? '';
    expect(Buffer.byteLength(body)).toBeLessThan(10_000);
    const read = parseProof(body);
    expect(read).toMatchObject({ ending: 'refuted', copy: PROOF.copy, restoreMs: 60_000 });
    expect(read !== null && 'assertions' in read && read.assertions[0]).toEqual(PROOF.assertions[0]);
  });

  test('alerts of one that is refuted, and of none that is proven or found the lock held', async () => {
    const notifier = await open({ alertWebhook: `${server.url}/hook` });
    await notifier.ended(PROVEN);
    await notifier.ended({ ...REFUTED, proof: { ...PROOF, ending: 'locked' }, exitStatus: 75 });
    expect(server.requests).toEqual([]);
    await notifier.ended(REFUTED);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      event: 'proof-failed',
      kind: 'proof',
      text: 'Proof of orders-db on restore-1: NOT proven: SELECT count(*) FROM orders: 12, expected >= 100000',
    });
  });

  test('waits in a spool of its own, which no run of the job touches, and the next proof sends it', async () => {
    const heartbeatUrl = `${server.url}/ping/key/orders-db`;
    status = 503;
    await (await open({ heartbeatUrl })).ended(REFUTED);
    const kept = 'state/spool/orders-db#proof/20261122T021230Z-2f54ad9e.json';
    expect(await setting.files()).toEqual([kept]);
    status = 200;
    const run = await setting.open({ heartbeatUrl });
    await run.resend();
    await run.ended(DONE);
    expect(await setting.json(kept)).toMatchObject({ superseded: false, pending: ['heartbeat'] });
    await (await open({ heartbeatUrl })).resend();
    expect(await setting.files()).toEqual([]);
    expect(parseProof(server.requests.at(-1)?.body ?? '')).toEqual(PROOF);
  });

  test('holds no secret of the environment', async () => {
    await mkdir(setting.at('reports'));
    const env = { PATH: process.env.PATH, RESTIC_PASSWORD: 'open sesame' };
    const assertions = [{ asked: 'the password', wanted: 'x', found: 'open sesame', holds: false }];
    const notifier = await open({ reportTo: `${setting.at('reports')}/`, env });
    await notifier.ended({ ...REFUTED, proof: { ...PROOF, assertions }, outputTail: 'with open sesame' });
    const [file = ''] = await setting.files();
    expect(await readFile(setting.at(file), 'utf8')).not.toContain('open sesame');
  });
});
