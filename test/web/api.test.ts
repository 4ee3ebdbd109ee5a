import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../lib/core/instant.ts';
import { newMemberList } from '../../lib/core/members/member-list.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { jobLine } from '../app/dispatch/dispatch-setting.ts';
import { WebSetting } from './web-setting.ts';

const PEOPLE = [
  'sam: { email: sam@acme.example }',
  'eve: { email: eve@acme.example }',
  'dana: { email: d@acme.example }',
];
const JOBS = [
  jobLine('calm', ', group: shop, owner: eve'),
  jobLine('orders', ', group: shop'),
  'medusa: { backup: "s3://acme-backups/{node}/", nodes: [n1, history], rule: "every 24 hours" }',
];

let web: WebSetting;
let sam: string;
beforeEach(async () => {
  web = await WebSetting.open(PEOPLE, JOBS);
  await web.dispatch.break('orders');
  sam = await web.token('sam');
});
afterEach(() => web.close());

const row = async (jobId: string) => (await web.dispatch.stores.state.read([jobId])).rows.get(jobId);
/** As far as the tests look into it by themselves. */
interface Answered {
  readonly job_id: string;
  readonly jobs: readonly { readonly job_id: string }[];
  readonly history: readonly { readonly kind: string }[];
  readonly results: readonly unknown[];
}
const answered = async (answer: Response) => (await answer.json()) as Answered;
const json = async (path: string, token = sam) => answered(await web.get(path, token));
const errorOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toContain('application/json');
  const { error } = (await answer.json()) as { error: { code: string; message: string } };
  return [answer.status, error.code, error.message];
};

describe('GET /api/v1/jobs', () => {
  it('lists all jobs, worst first, with counts and the last pass', async () => {
    const list = await json('/api/v1/jobs');
    expect(list.jobs.map(({ job_id }) => job_id)).toEqual(['orders', 'calm', 'medusa/n1', 'medusa/history']);
    expect(list).toMatchObject({
      now: '2026-11-18T12:00:00Z',
      rules: { used: 'current', problems: [] },
      counts: { alert: 1, unknown: 3, green: 0 },
      last_pass: null,
    });
    expect(list.jobs[0]).toMatchObject({
      state: 'alert',
      since: '2026-11-18T12:00:00Z',
      owner: 'sam',
      group: 'shop',
      quieted: null,
      pending_fixed: false,
    });
  });

  it.each([
    ['group=shop', ['orders', 'calm']],
    ['owner=eve', ['calm']],
    ['owner=eve&owner=sam&state=alert', ['orders']],
    ['state=unknown&group=shop', ['calm']],
    ['group=nowhere', []],
  ])('filters by %s', async (query, ids) => {
    const list = await json(`/api/v1/jobs?${query}`);
    expect(list.jobs.map(({ job_id }) => job_id)).toEqual(ids);
  });

  it('says which states there are to one who asks for another', async () => {
    const answer = await web.get('/api/v1/jobs?state=red', sam);
    expect(await errorOf(answer)).toEqual([400, 'bad-request', expect.stringContaining('escalate, alert')]);
  });
});

describe('a job with members', () => {
  beforeEach(async () => {
    await web.close();
    const databases = 'databases: { backup: "s3://acme-backups/{each}/*.dump", rule: "every 24 hours" }';
    web = await WebSetting.open(PEOPLE, [jobLine('calm'), databases]);
    sam = await web.token('sam');
    const { members } = web.dispatch.stores;
    const known = { foundAt: 0, firstTs: 0, expectedAt: 0, isQuiet: true, gone: null };
    await members.putJob({ ...newMemberList('databases'), firstLookAt: 0, isWholeJudged: false });
    await members.put(
      'databases',
      ['crm', 'orders'].map((value) => ({ value, ...known })),
    );
    await web.dispatch.break('databases/orders');
  });

  it('is one entry that stands as the worst of them, each of them in it', async () => {
    const list = await json('/api/v1/jobs');
    expect(list.jobs.map(({ job_id }) => job_id)).toEqual(['databases', 'calm']);
    expect(list).toMatchObject({ counts: { alert: 1, unknown: 2 } });
    expect(list.jobs[0]).toMatchObject({
      state: 'alert',
      members: [
        { job_id: 'databases/orders', state: 'alert', member: { job_id: 'databases', name: 'orders' } },
        { job_id: 'databases/crm', unknown: expect.any(String) },
      ],
    });
    expect(list.jobs[1]).not.toHaveProperty('members');
  });

  it('has with a filter only those that match', async () => {
    const { jobs } = await json('/api/v1/jobs?state=unknown');
    expect(jobs).toMatchObject([{ job_id: 'calm' }, { job_id: 'databases', members: [{ job_id: 'databases/crm' }] }]);
  });

  it('answers by itself as in the list, and of its runs names its members', async () => {
    const { jobs } = await json('/api/v1/jobs');
    expect(await json('/api/v1/jobs/databases')).toEqual(jobs[0]);
    expect(await json('/api/v1/jobs/databases/orders')).toMatchObject({ job_id: 'databases/orders', break_seq: 1 });
    const answer = await web.get('/api/v1/jobs/databases/runs', sam);
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { members: ['databases/crm', 'databases/orders'] },
    ]);
  });
});

describe('GET /api/v1/jobs/ID', () => {
  it('shows one job, with what its owner may do about it', async () => {
    expect(await json('/api/v1/jobs/orders')).toMatchObject({
      job_id: 'orders',
      rule: { at: expect.stringMatching(/^rules\.yaml:/), understood: expect.stringContaining('every 24 hours') },
      place: 's3://acme-backups/orders/',
      break_seq: 1,
      actions: ['fixed', 'snooze', 'mute'],
    });
    expect(await json('/api/v1/jobs/orders', await web.token('eve'))).toMatchObject({ actions: [] });
    expect(await json('/api/v1/jobs/orders', await web.token('sam', false))).toMatchObject({ actions: [] });
  });

  it.each(['/api/v1/jobs/medusa/n1', '/api/v1/jobs/medusa%2Fn1', '/api/v1/jobs/medusa%2Fhistory'])(
    'finds a node by %s',
    async (path) => {
      expect((await json(path)).job_id).toBe(decodeURIComponent(path.split('/jobs/')[1] ?? ''));
    },
  );

  it('of a job with nodes it names the nodes', async () => {
    const answer = await web.get('/api/v1/jobs/medusa', sam);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      expect.objectContaining({ nodes: ['medusa/n1', 'medusa/history'] }),
    ]);
  });

  it('names a job that is near to one who mistypes', async () => {
    const answer = await web.get('/api/v1/jobs/order', sam);
    expect(await errorOf(answer)).toEqual([404, 'not-found', expect.stringContaining('did you mean orders?')]);
  });
});

describe('GET /api/v1/jobs/ID/history', () => {
  it('has transitions, actions and deliveries, newest first', async () => {
    await web.dispatch.dispatch(await web.dispatch.break('calm'));
    web.dispatch.now += 1000;
    await web.post('/api/v1/jobs/calm/snooze', await web.token('eve'), { reason: 'moving house' });
    const { history } = await json('/api/v1/jobs/calm/history');
    expect(history.map(({ kind }) => kind)).toEqual(['transition', 'snooze', 'transition', 'delivery']);
    expect(history[1]).toMatchObject({ job_id: 'calm', by: 'eve', reason: 'moving house', at: '2026-11-18T12:00:01Z' });
    expect(history[3]).toMatchObject({ person: 'eve', channel: 'email', outcome: 'accepted', state: 'alert' });
    expect((await json('/api/v1/jobs/calm/history?limit=1')).history).toHaveLength(1);
  });

  it('of a job that has left the rules doc is still there', async () => {
    web.document = { ...web.dispatch.document, jobs: [] };
    expect((await json('/api/v1/jobs/orders/history')).history).toHaveLength(1);
  });

  it.each(['0', '-1', '501', 'all'])('with the limit %s is refused', async (limit) => {
    expect((await web.get(`/api/v1/jobs/orders/history?limit=${limit}`, sam)).status).toBe(400);
  });
});

describe('an action', () => {
  it('is done as the person whose token it is, and leaves a row in the audit log', async () => {
    const answer = await web.post('/api/v1/jobs/orders/snooze', sam, { for: '2d', reason: 'disk ordered' });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { results: [{ job_id: 'orders', done: true, message: expect.stringContaining('snoozed until 2026-11-20') }] },
    ]);
    const snoozed = { by: 'sam', reason: 'disk ordered', until: web.dispatch.now + 2 * DAY_MS };
    expect(await row('orders')).toMatchObject({ state: 'green', snoozed });
  });

  it('of a job with nodes is done to each', async () => {
    const answer = await web.post('/api/v1/jobs/medusa/mute', sam);
    expect((await answered(answer)).results).toHaveLength(2);
    expect([(await row('medusa/n1'))?.muted?.by, (await row('medusa/history'))?.muted?.by]).toEqual(['sam', 'sam']);
  });

  it('of a node that is called like a path is asked for with its slash encoded', async () => {
    expect((await web.post('/api/v1/jobs/medusa%2Fhistory/mute', sam)).status).toBe(200);
    expect([(await row('medusa/n1'))?.muted, (await row('medusa/history'))?.muted?.by]).toEqual([undefined, 'sam']);
  });

  const refused = [
    { name: 'somebody else’s job', who: 'eve', does: 'mute', body: {}, status: 403, says: 'sam’s' },
    {
      name: 'a longer snooze than there is',
      who: 'sam',
      does: 'snooze',
      body: { for: '8d' },
      status: 409,
      says: '7 days',
    },
    { name: 'a length that is none', who: 'sam', does: 'snooze', body: { for: 'soon' }, status: 400, says: 'for: ' },
    { name: 'a length of a mute', who: 'sam', does: 'mute', body: { for: '1d' }, status: 400, says: 'only snooze' },
    { name: 'another break', who: 'sam', does: 'mute', body: { break_seq: 7 }, status: 409, says: 'is over' },
    { name: 'an unknown field', who: 'sam', does: 'mute', body: { until: 'x' }, status: 400, says: 'until' },
    { name: 'not JSON', who: 'sam', does: 'mute', body: 'reason=x', status: 400, says: 'not JSON' },
    { name: 'a list', who: 'sam', does: 'mute', body: [], status: 400, says: 'the body' },
    { name: 'nothing that could be accepted', who: 'sam', does: 'accept', body: {}, status: 409, says: 'no backup' },
    { name: 'a body without end', who: 'sam', does: 'mute', body: 'x'.repeat(17_000), status: 413, says: 'bytes' },
  ];
  it.each(refused)('on $name is refused, says why, and changes nothing', async ({ who, does, body, status, says }) => {
    const before = await row('orders');
    const answer = await web.post(`/api/v1/jobs/orders/${does}`, await web.token(who), body);
    expect(await errorOf(answer)).toEqual([status, expect.any(String), expect.stringContaining(says)]);
    expect(await row('orders')).toEqual(before);
  });

  it('that is done already says by whom, and is not done twice', async () => {
    await web.post('/api/v1/jobs/orders/snooze', sam);
    const again = await web.post('/api/v1/jobs/orders/snooze', await web.token('dana'));
    expect(await errorOf(again)).toEqual([409, 'outdated', expect.stringContaining('snoozed already, by sam')]);
    expect((await row('orders'))?.snoozeCount).toBe(1);
  });

  it('names the break that it is about, and is done while that lasts', async () => {
    expect((await web.post('/api/v1/jobs/orders/fixed', sam, { break_seq: 1 })).status).toBe(200);
    expect((await row('orders'))?.pendingFixed?.by).toBe('sam');
  });

  it('with a token that may only read is refused', async () => {
    const answer = await web.post('/api/v1/jobs/orders/mute', await web.token('sam', false));
    expect(await errorOf(answer)).toEqual([403, 'forbidden', expect.stringContaining('--write')]);
    expect((await row('orders'))?.muted).toBeNull();
  });

  it('of a signed-in browser is done for a page of ours, and for no other', async () => {
    const cookie = await web.cookie('sam');
    const elsewhere = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await web.send('/api/v1/jobs/orders/mute', { method: 'POST', headers: elsewhere });
    expect(await errorOf(answer)).toEqual([403, 'forbidden', expect.stringContaining('page of the sentinel')]);
    expect((await row('orders'))?.muted).toBeNull();
    expect((await web.post('/api/v1/jobs/orders/mute', cookie)).status).toBe(200);
  });
});

describe('the API', () => {
  it('tells whoever comes without a token how to get in, and reads nothing for them', async () => {
    for (const credential of [null, 'bks_nonsense']) {
      const answer = await web.get('/api/v1/jobs', credential);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(await errorOf(answer)).toEqual([401, 'unauthorized', expect.stringMatching(/token/)]);
    }
    expect(web.rulesLoaded).toBe(0);
  });

  it.each([
    ['another’s secret', (token: string) => `${token.slice(0, -3)}AAA`],
    ['another id', (token: string) => token.replace(/_[0-9a-f]{12}_/, '_0123456789ab_')],
    ['more behind it', (token: string) => `${token}A`],
    ['another scheme', (token: string) => token],
  ])('takes no token with %s', async (name, change) => {
    const scheme = name === 'another scheme' ? 'Basic' : 'Bearer';
    const headers = { authorization: `${scheme} ${change(sam)}` };
    expect((await web.send('/api/v1/jobs', { headers })).status).toBe(401);
  });

  it('takes a token until it ends', async () => {
    const token = await web.token('sam', true, web.dispatch.now + 1);
    expect((await web.get('/api/v1/jobs', token)).status).toBe(200);
    web.dispatch.now += 1;
    expect((await web.get('/api/v1/jobs', token)).status).toBe(401);
  });

  it.each(['/api', '/api/v1', '/api/v2/jobs', '/api/v1/jobs/', '/api/v1/jobs/%E0', '/api/v1/jobs/%23keys/history'])(
    'has nothing at %s, and reads nothing to say so',
    async (path) => {
      expect((await web.get(path, sam)).status).toBe(404);
      expect(web.rulesLoaded).toBe(0);
    },
  );

  it.each([
    ['PUT', '/api/v1/jobs', 'GET'],
    ['POST', '/api/v1/jobs/orders', 'GET'],
    ['GET', '/api/v1/jobs/orders/mute', 'POST'],
    ['DELETE', '/api/v1/jobs/orders/history', 'GET'],
  ])('does not take %s of %s', async (method, path, allowed) => {
    const answer = await web.send(path, { method, headers: { authorization: `Bearer ${sam}` } });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
  });

  it('answers a caller 120 times a minute, and another one still', async () => {
    for (let asked = 0; asked < 120; asked += 1) expect((await web.get('/api/v1/jobs/order', sam)).status).toBe(404);
    const answer = await web.get('/api/v1/jobs', sam);
    expect(await errorOf(answer)).toEqual([429, 'too-many-requests', expect.any(String)]);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect((await web.get('/api/v1/jobs', await web.token('eve'))).status).toBe(200);
    web.elapsedMs += 60_000;
    expect((await web.get('/api/v1/jobs', sam)).status).toBe(200);
  });

  it('says without a word of the inside that it cannot answer, and tells the log why', async () => {
    const broken = await WebSetting.open(PEOPLE, JOBS, (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        read: () => Promise.reject(new StateStoreUnavailable('DynamoDB at 10.0.0.7 is gone')),
        readLastPass: () => Promise.resolve(null),
      },
    }));
    const answer = await broken.get('/api/v1/jobs', await broken.token('sam'));
    expect(await errorOf(answer)).toEqual([503, 'unavailable', expect.not.stringContaining('10.0.0.7')]);
    expect(broken.failures).toEqual([expect.stringContaining('10.0.0.7')]);
    broken.document = null;
    expect((await broken.get('/api/v1/jobs', await broken.token('sam'))).status).toBe(503);
    await broken.close();
  });
});

describe('any path', () => {
  it('answers one address 600 times a minute, before anything is read', async () => {
    for (let asked = 0; asked < 600; asked += 1) expect((await web.send(`/nothing/${asked}`)).status).toBe(404);
    expect((await web.send('/nothing')).status).toBe(429);
    expect(web.rulesLoaded).toBe(0);
    web.source = '192.0.2.2';
    expect((await web.send('/nothing')).status).toBe(404);
  });
});
