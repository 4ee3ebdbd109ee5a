import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import { documentOf, NOW, type PingServer, pingServer } from './ping-setting.ts';

const RID = '684e2e73-017e-465f-8149-d70b7c5aaa49';
const SILENT: Heartbeat = {
  jobId: 'orders-db',
  at: NOW,
  signal: 'success',
  rid: null,
  exitStatus: null,
  sizeBytes: null,
  files: null,
  location: null,
  status: null,
  body: null,
};

let server: PingServer;

beforeEach(async () => {
  server = await pingServer();
});

afterEach(async () => {
  await server.close();
});

/** JOB and ALL stand for the job's own key and for the key for all jobs. */
const addressed = (path: string) => path.replace('JOB', server.jobKey('orders-db')).replace('ALL', server.key);

describe('a ping that is taken', () => {
  interface Taken {
    readonly name: string;
    readonly path: string;
    readonly init?: RequestInit;
    readonly want: Partial<Heartbeat>;
  }

  const body = (text: string | Uint8Array<ArrayBuffer>) => ({ method: 'POST', body: text });
  const json = (value: unknown) => body(JSON.stringify(value));

  const taken: readonly Taken[] = [
    { name: 'GET is a success', path: 'JOB', want: {} },
    { name: 'HEAD is a success', path: 'JOB', init: { method: 'HEAD' }, want: {} },
    { name: 'POST is a success, with its body', path: 'JOB', init: body('all well'), want: { body: 'all well' } },
    { name: 'POST without a body is a success', path: 'JOB', init: { method: 'POST' }, want: {} },
    { name: 'one slash may follow the key', path: 'JOB/', want: {} },
    { name: '/start is a start', path: 'JOB/start', want: { signal: 'start' } },
    {
      name: '/fail is a failure',
      path: 'JOB/fail',
      init: body('disk full'),
      want: { signal: 'fail', body: 'disk full' },
    },
    { name: '/log says nothing of success', path: 'JOB/log', init: body('50%'), want: { signal: 'log', body: '50%' } },
    {
      name: 'the report of a proof is one as a note',
      path: 'JOB/log',
      init: json({ kind: 'proof' }),
      want: { signal: 'proof', body: '{"kind":"proof"}' },
    },
    {
      name: 'the report of a proof is none of a run, whatever the address says',
      path: 'JOB/1',
      init: json({ kind: 'proof' }),
      want: { signal: 'proof', exitStatus: 1, body: '{"kind":"proof"}' },
    },
    { name: 'exit status 0 is a success', path: 'JOB/0', want: { exitStatus: 0 } },
    { name: 'exit status 123 is a failure', path: 'JOB/123', want: { signal: 'fail', exitStatus: 123 } },
    { name: 'exit status 255 is a failure', path: 'JOB/255', want: { signal: 'fail', exitStatus: 255 } },
    { name: 'an exit status may have leading zeros', path: 'JOB/007', want: { signal: 'fail', exitStatus: 7 } },
    { name: 'rid is kept', path: `JOB/start?rid=${RID}`, want: { signal: 'start', rid: RID } },
    { name: 'rid in capitals is the same run', path: `JOB?rid=${RID.toUpperCase()}`, want: { rid: RID } },
    { name: 'of two rids the last one counts', path: `JOB?rid=no&rid=${RID}`, want: { rid: RID } },
    { name: 'another query is of no interest', path: 'JOB?create=1&x=%00', want: {} },
    { name: 'a key for all jobs names the job', path: 'ALL/orders-db', want: {} },
    {
      name: 'it takes every suffix',
      path: `ALL/orders-db/3?rid=${RID}`,
      want: { signal: 'fail', exitStatus: 3, rid: RID },
    },
    { name: 'and names a node', path: 'ALL/medusa/n2', want: { jobId: 'medusa/n2' } },
    { name: 'with a suffix after it', path: 'ALL/medusa/n2/start', want: { jobId: 'medusa/n2', signal: 'start' } },
    { name: 'a job may be called like a suffix', path: 'ALL/start', want: { jobId: 'start' } },
    { name: 'and start', path: 'ALL/start/start', want: { jobId: 'start', signal: 'start' } },
    {
      name: 'a JSON body carries numbers',
      path: 'JOB',
      init: json({ size_bytes: 412_000_000, files: 3, location: 's3://b/k', status: 'completed' }),
      want: { sizeBytes: 412_000_000, files: 3, location: 's3://b/k', status: 'completed' },
    },
    { name: 'skipped is a success', path: 'JOB', init: json({ status: 'skipped' }), want: { status: 'skipped' } },
    { name: 'an empty backup has a size', path: 'JOB', init: json({ size_bytes: 0 }), want: { sizeBytes: 0 } },
    {
      name: 'numbers that are none are left out, and the ping is kept',
      path: 'JOB',
      init: json({ size_bytes: -1, files: 1.5, location: 7, status: 'COMPLETED' }),
      want: {},
    },
    {
      name: 'so are sizes past exact numbers',
      path: 'JOB',
      init: body('{"size_bytes":1e300,"files":9007199254740993}'),
      want: {},
    },
    { name: 'a body that only begins like JSON is text', path: 'JOB', init: body('{"size_bytes": 5'), want: {} },
    { name: 'a JSON body that is no object is text', path: 'JOB', init: body('[1]'), want: { body: '[1]' } },
    {
      name: 'invalid UTF-8 is replaced',
      path: 'JOB',
      init: body(new Uint8Array([...Buffer.from('Hello '), 0xe9, ...Buffer.from(' World')])),
      want: { body: 'Hello \ufffd World' },
    },
    {
      name: 'the beginning and the end of a long body are kept',
      path: 'JOB/fail',
      init: body(`${'a'.repeat(50_000)}${'c'.repeat(50_000)}`),
      want: { signal: 'fail', body: `${'a'.repeat(2_000)}\n...\n${'c'.repeat(8_000)}` },
    },
    {
      name: 'of a body of any length the signal counts',
      path: 'JOB/3',
      init: body('x'.repeat(3_000_000)),
      want: { signal: 'fail', exitStatus: 3, body: `${'x'.repeat(2_000)}\n...\n${'x'.repeat(8_000)}` },
    },
    {
      name: 'also of one in pieces, whose length is not announced',
      path: 'JOB/fail',
      init: pieces(40),
      want: { signal: 'fail', body: `${'x'.repeat(2_000)}\n...\n${'x'.repeat(8_000)}` },
    },
    {
      name: 'numbers are found in all of a long JSON body',
      path: 'JOB',
      init: json({ note: 'n'.repeat(20_000), size_bytes: 5 }),
      want: { sizeBytes: 5, body: `{"note":"${'n'.repeat(1_991)}\n...\n${'n'.repeat(7_983)}","size_bytes":5}` },
    },
    {
      name: 'a NUL and control characters are kept as they are',
      path: 'JOB',
      init: body('a\0b\x1b[31m'),
      want: { body: 'a\0b\x1b[31m' },
    },
  ];

  it.each(taken)('$name', async ({ path, init, want }) => {
    const answer = await server.ping(addressed(path), init);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(init?.method === 'HEAD' ? '' : 'OK');
    const heartbeats = await server.heartbeats(want.jobId ?? 'orders-db');
    const sent = typeof init?.body === 'string' ? init.body.slice(0, 10_000) : null;
    expect(heartbeats).toMatchObject([{ ...SILENT, body: sent, ...want }]);
    expect(heartbeats).toHaveLength(1);
  });
});

describe('a ping that is not taken', () => {
  const KNOWN_FORM = '07c2f548-9850-4b27-af5d-6c9dc157ec02';

  const refused: readonly { name: string; path: string; init?: RequestInit; status: number; text?: string }[] = [
    { name: 'an unknown key', path: KNOWN_FORM, status: 404, text: 'not found' },
    { name: 'an unknown key with a suffix', path: `${KNOWN_FORM}/start`, status: 404, text: 'not found' },
    { name: 'an unknown key is not told what else is wrong', path: `${KNOWN_FORM}/256?rid=1`, status: 404 },
    { name: 'an unknown key with a long body', path: KNOWN_FORM, init: long(200_000), status: 404 },
    { name: 'no UUID', path: 'not-uuid', status: 404, text: 'not found' },
    { name: 'no UUID and a slash', path: 'not-uuid/', status: 404 },
    { name: 'nothing', path: '', status: 404, text: 'not found' },
    { name: 'another suffix', path: 'JOB/stop', status: 404 },
    { name: 'a suffix in capitals', path: 'JOB/START', status: 404 },
    { name: 'a negative exit status', path: 'JOB/-1', status: 404 },
    { name: 'two suffixes', path: 'JOB/start/0', status: 404 },
    { name: 'two slashes', path: 'JOB//', status: 404 },
    { name: 'a path after the job by its own key', path: 'JOB/orders-db', status: 404 },
    { name: 'another key for all jobs', path: 'rrrrrrrrrrrrrrrrrrrrrr/orders-db', status: 404, text: 'not found' },
    { name: "a job's own key in place of it", path: 'ALL', status: 404 },
    { name: 'a job with nodes, without a node', path: 'ALL/medusa', status: 404 },
    { name: 'a node of a job without nodes', path: 'ALL/orders-db/n1', status: 404 },
    { name: 'a name that cannot be one of a job', path: 'ALL/-x', status: 404 },
    { name: 'a name in capitals', path: 'ALL/Orders-DB', status: 404 },
    { name: 'a name written in another way', path: 'ALL/orders%2Ddb', status: 404 },
    { name: 'exit status 256', path: 'JOB/256', status: 400 },
    { name: 'an exit status without end', path: `JOB/${'9'.repeat(500)}`, status: 400 },
    { name: 'a rid that is too short', path: 'JOB/start?rid=12345', status: 400 },
    { name: 'a rid that is too long', path: `JOB/start?rid=${RID}0`, status: 400 },
    { name: 'a rid without dashes', path: `JOB?rid=${RID.replaceAll('-', '')}`, status: 400 },
    { name: 'an empty rid', path: 'JOB?rid=', status: 400 },
    { name: 'PUT', path: 'JOB', init: { method: 'PUT' }, status: 405 },
    { name: 'DELETE', path: 'JOB', init: { method: 'DELETE' }, status: 405 },
  ];

  it.each(refused)('$name: $status', async ({ path, init, status, text }) => {
    const answer = await server.ping(addressed(path), init);
    expect(answer.status).toBe(status);
    const said = await answer.text();
    expect(said).toBe(text ?? said);
    expect(said).not.toContain(server.key);
    for (const job of ['orders-db', 'other', 'start', 'medusa/n1']) expect(await server.heartbeats(job)).toEqual([]);
    expect(await server.stores.proposals.read()).toEqual([]);
    expectPingHeaders(answer);
  });

  it.each([
    ['without dashes', (key: string) => key.replaceAll('-', '')],
    ['in capitals', (key: string) => key.toUpperCase()],
    ['in braces', (key: string) => `{${key}}`],
    ['with a character encoded', (key: string) => key.replace('-', '%2D')],
    ['with its last character changed', (key: string) => key.replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
  ])("the job's key %s is unknown", async (_, change) => {
    expect((await server.ping(change(server.jobKey('orders-db')))).status).toBe(404);
    expect(await server.heartbeats('orders-db')).toEqual([]);
  });
});

it('of a body of 100,000 bytes in pieces the beginning and the end are kept', async () => {
  expect((await server.ping(server.jobKey('other'), pieces(10))).status).toBe(200);
  expect(await server.heartbeats('other')).toMatchObject([{ body: `${'x'.repeat(2_000)}\n...\n${'x'.repeat(8_000)}` }]);
});

describe('an address without /ping', () => {
  it.each([
    ['', 'success'],
    ['/start', 'start'],
    ['/fail', 'fail'],
    ['/7', 'fail'],
  ])('with the key of a job and %j is a ping', async (suffix, signal) => {
    const answer = await fetch(`${server.url}/${server.jobKey('other')}${suffix}`);
    expect(answer.status).toBe(200);
    expect(await server.heartbeats('other')).toMatchObject([{ signal }]);
  });

  it('with the key of all jobs is none', async () => {
    expect((await fetch(`${server.url}/${server.key}/other`)).status).toBe(404);
    expect(await server.heartbeats('other')).toEqual([]);
  });
});

describe('a job without heartbeat: true', () => {
  it('is answered that its pings are not judged, and they are kept', async () => {
    server.document = documentOf(
      'version: 1\nsettings: { admin: dana }\npeople: { dana: { email: dana@acme.example } }\njobs:\n  orders-db: { backup: /b/*, rule: every 24 hours }\n',
    );
    const answer = await server.ping(addressed('JOB/fail'), { method: 'POST', body: 'disk full' });
    expect([answer.status, await answer.text()]).toEqual([200, 'OK (not judged: this job has no heartbeat: true)']);
    expect(await server.heartbeats('orders-db')).toMatchObject([{ signal: 'fail', body: 'disk full' }]);
    expect(await server.stores.proposals.read()).toMatchObject([{ parentId: 'orders-db', signal: 'fail' }]);
  });
});

it('where a ping came from is kept', async () => {
  await server.ping(addressed('JOB'), { headers: { 'user-agent': 'runitor/1.3' } });
  expect(await server.heartbeats('orders-db')).toMatchObject([
    { from: { address: '127.0.0.1', userAgent: 'runitor/1.3' } },
  ]);
});

it('every answer says how much of a body is kept, and that nobody may keep the answer', async () => {
  for (const path of ['JOB', 'JOB/fail', 'ALL/other', 'JOB/256']) {
    expectPingHeaders(await server.ping(addressed(path)));
  }
});

it('the key is taken out of a body in which the client tells what it asks for', async () => {
  for (const path of ['JOB', 'ALL/orders-db']) {
    const url = `${server.url}/ping/${addressed(path)}`;
    await server.ping(addressed(path), { method: 'POST', body: `pinging ${url}\nPinging ${url}/start` });
  }
  const bodies = (await server.heartbeats('orders-db')).map(({ body }) => body);
  expect(bodies).toEqual([
    `pinging ${server.url}/ping/(key)\nPinging ${server.url}/ping/(key)/start`,
    `pinging ${server.url}/ping/(key)/orders-db\nPinging ${server.url}/ping/(key)/orders-db/start`,
  ]);
});

it('a start and an end within one millisecond keep their order', async () => {
  for (let run = 0; run < 20; run += 1) {
    await server.ping(`${server.jobKey('other')}/start`);
    await server.ping(server.jobKey('other'));
  }
  const signals = (await server.heartbeats('other')).map(({ signal }) => signal);
  expect(signals).toEqual(Array.from({ length: 20 }, () => ['start', 'success']).flat());
});

function expectPingHeaders({ headers }: Response): void {
  expect(headers.get('ping-body-limit')).toBe('10000');
  expect(headers.get('cache-control')).toContain('no-cache');
  expect(headers.get('access-control-allow-origin')).toBe('*');
}

function long(bytes: number): RequestInit {
  return { method: 'POST', body: 'x'.repeat(bytes) };
}

/** A body of so many pieces of 10,000 bytes each. */
function pieces(count: number): RequestInit {
  const body = ReadableStream.from(Array.from({ length: count }, () => Buffer.alloc(10_000, 'x')));
  return { method: 'POST', body, duplex: 'half' } as RequestInit;
}
