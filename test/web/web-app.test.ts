import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACTION_VERBS } from '../../lib/core/model/action.ts';
import { jobLine } from '../app/dispatch/dispatch-setting.ts';
import { HOST, WebSetting } from './web-setting.ts';

const PEOPLE = [
  'sam: { email: sam@acme.example }',
  'eve: { email: eve@acme.example }',
  'dana: { email: d@acme.example }',
];
const JOBS = [jobLine('orders'), jobLine('open', ', public: true')];
const SLACK = { openForm: async () => true, answer: async () => true };

let web: WebSetting;
beforeEach(async () => {
  web = await WebSetting.open(PEOPLE, JOBS, (ports) => ({ ...ports, slack: SLACK }));
  await web.dispatch.break('orders');
});
afterEach(() => web.close());

type Headers = Readonly<Record<string, string>>;
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}`, origin: HOST });
const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

/** What can come with a request, from nothing to all that there is. */
const CREDENTIALS = {
  nothing: async () => ({ origin: HOST }),
  'a token that nobody made': async () => bearer(`bks_${'A'.repeat(43)}`),
  'an expired token': async () => bearer(await web.token('sam', true, web.dispatch.now)),
  'a token of a person who left': async () => bearer(await web.token('max')),
  'an ended session': async () => {
    const cookie = await web.cookie('sam');
    await web.send('/sign-out', { method: 'POST', headers: { cookie, origin: HOST } });
    return { cookie, origin: HOST };
  },
  'a session, from another site': async () => ({ cookie: await web.cookie('sam'), ...FOREIGN }),
  'a token to read': async () => bearer(await web.token('sam', false)),
  'a token of somebody else': async () => bearer(await web.token('eve')),
  'the owner’s token': async () => bearer(await web.token('sam')),
  'the admin’s token': async () => bearer(await web.token('dana')),
  'the owner’s session': async () => ({ cookie: await web.cookie('sam'), origin: HOST }),
} satisfies Record<string, () => Promise<Headers>>;

type Credential = keyof typeof CREDENTIALS;

/** Callers who are nobody here. */
const UNKNOWN: readonly Credential[] = [
  'nothing',
  'a token that nobody made',
  'an expired token',
  'a token of a person who left',
  'an ended session',
];
/** Callers who may look, and no more. */
const LOOKING: readonly Credential[] = ['a token to read', 'a token of somebody else'];
const FROM_ELSEWHERE: Credential = 'a session, from another site';
const KNOWN = (Object.keys(CREDENTIALS) as Credential[]).filter((credential) => !UNKNOWN.includes(credential));

const MUTE = new URLSearchParams({ break: '1', action: 'mute' }).toString();

/** Each path that is served, and who gets what by it. `act`: changes a job, so that only its people may. */
const ENDPOINTS: readonly {
  readonly request: string;
  readonly route: string;
  readonly body?: string;
  readonly kind: 'look' | 'admin' | 'act' | { readonly everyone: number; readonly elsewhere?: number };
  /** What its people are answered; null where it depends on how the job stands. */
  readonly done?: number | null;
}[] = [
  { request: 'GET /', route: 'GET /', kind: 'look' },
  { request: 'GET /job/orders', route: 'GET /job/:id{.+}', kind: 'look' },
  { request: 'POST /job/orders', route: 'POST /job/:id{.+}', body: MUTE, kind: 'act', done: 303 },
  { request: 'GET /api/v1/jobs', route: 'ALL /api/*', kind: 'look' },
  { request: 'GET /api/v1/jobs/orders', route: 'ALL /api/*', kind: 'look' },
  { request: 'GET /api/v1/jobs/orders/history', route: 'ALL /api/*', kind: 'look' },
  { request: 'GET /api/v1/jobs/orders/runs', route: 'ALL /api/*', kind: 'look' },
  ...ACTION_VERBS.map((verb) => ({
    request: `POST /api/v1/jobs/orders/${verb}`,
    route: 'ALL /api/*',
    body: '{}',
    kind: 'act' as const,
    done: verb === 'mute' ? 200 : null,
  })),
  { request: 'GET /metrics', route: 'GET /metrics', kind: 'look' },
  { request: 'GET /record', route: 'GET /record', kind: 'admin' },
  { request: 'GET /badge/orders.svg', route: 'GET /badge/*', kind: { everyone: 404 } },
  { request: 'GET /badge/open.svg', route: 'GET /badge/*', kind: { everyone: 200 } },
  { request: 'GET /assets/none.css', route: 'GET /assets/:file', kind: { everyone: 404 } },
  { request: 'GET /sign-in', route: 'GET /sign-in', kind: { everyone: 200 } },
  // A token stands in the form, and this is none.
  { request: 'POST /sign-in', route: 'POST /sign-in', body: 'token=x', kind: { everyone: 403 } },
  { request: 'GET /sign-in/x', route: 'GET /sign-in/:link', kind: { everyone: 404 } },
  { request: 'POST /sign-in/x', route: 'POST /sign-in/:link', body: '', kind: { everyone: 404, elsewhere: 403 } },
  { request: 'POST /sign-out', route: 'POST /sign-out', body: '', kind: { everyone: 200, elsewhere: 403 } },
  // The signed link is the credential, and this is none; whoever is signed in.
  { request: 'GET /act/x', route: 'GET /act/:token', kind: { everyone: 404 } },
  { request: 'POST /act/x', route: 'POST /act/:token', body: '', kind: { everyone: 404 } },
  { request: 'GET /seen/x', route: 'GET /seen/:token', kind: { everyone: 404 } },
  { request: 'POST /seen/x', route: 'POST /seen/:token', body: '', kind: { everyone: 404 } },
  // The signature of Slack is the credential.
  { request: 'POST /slack/actions', route: 'POST /slack/actions', body: '', kind: { everyone: 401 } },
];

describe.each(ENDPOINTS)('$request', ({ request, body, kind, done = 200 }) => {
  const [method = '', path = ''] = request.split(' ');
  const ask = async (credential: Credential) => {
    const headers = await CREDENTIALS[credential]();
    const answer = await web.send(path, { method, headers, ...(body !== undefined && { body }) });
    await answer.arrayBuffer();
    return answer.status;
  };
  const answers = async (credentials: readonly Credential[]) => {
    const entries: [Credential, number][] = [];
    for (const credential of credentials) entries.push([credential, await ask(credential)]);
    return Object.fromEntries(entries);
  };
  const all = (credentials: readonly Credential[], status: number) =>
    Object.fromEntries(credentials.map((credential) => [credential, status]));
  const row = async () => (await web.dispatch.stores.state.read(['orders'])).rows.get('orders');

  if (typeof kind === 'object') {
    it(`answers ${kind.everyone} to everyone`, async () => {
      const expected = all([...UNKNOWN, ...KNOWN], kind.everyone);
      if (kind.elsewhere !== undefined) expected[FROM_ELSEWHERE] = kind.elsewhere;
      const before = await row();
      expect(await answers([...UNKNOWN, ...KNOWN])).toEqual(expected);
      expect(await row()).toEqual(before);
    });
    return;
  }
  it('is closed to a caller without a good credential', async () => {
    const before = await row();
    expect(await answers(UNKNOWN)).toEqual(all(UNKNOWN, 401));
    expect(await row()).toEqual(before);
  });
  if (kind === 'look') {
    it('answers everyone whom the rules doc knows', async () => {
      expect(await answers(KNOWN)).toEqual(all(KNOWN, 200));
    });
    return;
  }
  if (kind === 'admin') {
    it('answers the admin, and no one else', async () => {
      expect(await answers(KNOWN)).toEqual({ ...all(KNOWN, 403), 'the admin’s token': 200 });
    });
    return;
  }
  it('is refused to those who may only look, and to a page of another site', async () => {
    const refused = [...LOOKING, FROM_ELSEWHERE];
    const before = await row();
    expect(await answers(refused)).toEqual(all(refused, 403));
    expect(await row()).toEqual(before);
  });
  if (done === null) return;
  it.each([
    ['the owner’s token', 'sam'],
    ['the admin’s token', 'dana'],
    ['the owner’s session', 'sam'],
  ] as const)('is done with %s, as %s', async (credential, personId) => {
    expect(await ask(credential)).toBe(done);
    expect((await row())?.muted?.by).toBe(personId);
  });
});

it('every path that is served stands in the table above', () => {
  const middleware = /^ALL \/(?:\*|job\/\*)?$/;
  const served = new Set(web.app.routes.map(({ method, path }) => `${method} ${path}`));
  const listed = new Set(ENDPOINTS.map(({ route }) => route));
  expect([...served].filter((route) => !middleware.test(route)).toSorted()).toEqual([...listed].toSorted());
});
