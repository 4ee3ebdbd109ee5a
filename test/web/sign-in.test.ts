import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { formatActionToken } from '../../lib/web/action-token.ts';
import { SESSION_LIFE_MS } from '../../lib/web/session.ts';
import { newSignInPath } from '../../lib/web/sign-in-link.ts';
import { signedText } from '../../lib/web/signed-text.ts';
import { jobLine } from '../app/dispatch/dispatch-setting.ts';
import { cookieIn, HOST, LINK_KEY, WebSetting } from './web-setting.ts';

const PEOPLE = ['sam: { email: sam@acme.example }', 'dana: { email: d@acme.example }'];
const FROM_HERE = { method: 'POST', headers: { origin: HOST } };

let web: WebSetting;
beforeEach(async () => {
  web = await WebSetting.open(PEOPLE, [jobLine('orders')]);
});
afterEach(() => web.close());

const link = (personId = 'sam', key = LINK_KEY) =>
  `/${newSignInPath({ personId, jobId: null, expiresAt: web.dispatch.now + 15 * MINUTE_MS }, key)}`;
/** Who the bearer of a cookie is to the API. */
const statusWith = async (cookie: string) => (await web.get('/api/v1/jobs', cookie)).status;

describe('a link to sign in', () => {
  it('only shows a page until its button is pressed: programs that look into mails do not use it up', async () => {
    const address = link();
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await web.send(address, { method });
      expect([page.status, page.headers.get('set-cookie')]).toEqual([200, null]);
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
    expect((await web.send(address, FROM_HERE)).status).toBe(303);
  });

  it('signs its person in when the button is pressed, by a cookie that no script reads and no other site sends', async () => {
    const answer = await web.send(link(), FROM_HERE);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^sentinel-session=[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(await statusWith(cookieIn(answer))).toBe(200);
  });

  it('works once, also when it is pressed twenty times at once', async () => {
    const address = link();
    const answers = await Promise.all(Array.from({ length: 20 }, () => web.send(address, FROM_HERE)));
    const signedIn = answers.filter(({ status }) => status === 303);
    expect(signedIn).toHaveLength(1);
    const again = await web.send(address, FROM_HERE);
    expect([again.status, cookieIn(again), await again.text()]).toEqual([410, '', expect.stringContaining('used')]);
  });

  it('is too old after its time', async () => {
    const address = link();
    web.dispatch.now += 15 * MINUTE_MS;
    expect((await web.send(address, FROM_HERE)).status).toBe(410);
  });

  const useless = [
    { name: 'signed with another key', path: () => link('sam', 'another'), status: 404 },
    { name: 'that is not whole', path: () => link().slice(0, -2), status: 404 },
    { name: 'of somebody the rules doc does not know', path: () => link('eve'), status: 403 },
    {
      name: 'that was signed to act, not to sign in',
      path: () => {
        const offer = { jobId: 'orders', breakSeq: 1, action: 'mute', run: null } as const;
        const expiresAt = web.dispatch.now + DAY_MS;
        return `/sign-in/${formatActionToken({ personId: 'sam', offer, expiresAt }, LINK_KEY)}`;
      },
      status: 404,
    },
    { name: 'that is endless', path: () => `/sign-in/${'a'.repeat(5000)}`, status: 404 },
  ];
  it.each(useless)('$name signs nobody in', async ({ path, status }) => {
    const answer = await web.send(path(), FROM_HERE);
    expect([answer.status, cookieIn(answer)]).toEqual([status, '']);
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a page that hides where it is', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a program that says nothing', {}],
  ])('pressed on a page of %s signs nobody in, and is not used up', async (_, headers) => {
    const address = link();
    expect((await web.send(address, { method: 'POST', headers })).status).toBe(403);
    expect((await web.send(address, FROM_HERE)).status).toBe(303);
  });

  it('reached by https gives a cookie that goes by https only', async () => {
    const path = link();
    const answer = await web.app.request(`https://sentinel.test${path}`, {
      method: 'POST',
      headers: { origin: 'https://sentinel.test' },
    });
    expect(answer.headers.get('set-cookie')).toMatch(/; Secure/);
  });
});

describe('behind a proxy that speaks https', () => {
  it('the cookie goes by https only, and the page of the outer address is ours', async () => {
    const outer = await WebSetting.open(PEOPLE, [jobLine('orders')], undefined, 'https://backups.acme.example/');
    const path = `/${newSignInPath({ personId: 'sam', jobId: null, expiresAt: outer.dispatch.now + MINUTE_MS }, LINK_KEY)}`;
    const answer = await outer.app.request(`http://backups.acme.example${path}`, {
      method: 'POST',
      headers: { origin: 'https://backups.acme.example' },
    });
    await outer.close();
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([303, expect.stringMatching(/; Secure/)]);
  });

  it('also where the proxy names us by our inner address', async () => {
    const outer = await WebSetting.open(PEOPLE, [jobLine('orders')], undefined, 'https://backups.acme.example/');
    const path = `/${newSignInPath({ personId: 'sam', jobId: null, expiresAt: outer.dispatch.now + MINUTE_MS }, LINK_KEY)}`;
    const answer = await outer.app.request(`http://127.0.0.1:8080${path}`, {
      method: 'POST',
      headers: { origin: 'https://backups.acme.example' },
    });
    await outer.close();
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([303, expect.stringMatching(/; Secure/)]);
  });
});

describe('behind a proxy that asks for a password of its own', () => {
  it('the browser sends that along, and is known by its session all the same', async () => {
    const headers = { cookie: await web.cookie('sam'), authorization: `Basic ${btoa('proxy:password')}` };
    expect((await web.send('/api/v1/jobs', { headers })).status).toBe(200);
  });

  it('a token that is none of ours is not made good by a session', async () => {
    const headers = { cookie: await web.cookie('sam'), authorization: 'Bearer bks_none' };
    expect((await web.send('/api/v1/jobs', { headers })).status).toBe(401);
  });
});

describe('a session', () => {
  it('ends after a week', async () => {
    const cookie = await web.cookie('sam');
    web.dispatch.now += SESSION_LIFE_MS - 1;
    expect(await statusWith(cookie)).toBe(200);
    web.dispatch.now += 1;
    expect(await statusWith(cookie)).toBe(401);
  });

  it('ends when the rules doc does not know its person any more', async () => {
    const cookie = await web.cookie('sam');
    const people = new Map([...web.dispatch.document.people].filter(([id]) => id !== 'sam'));
    web.document = { ...web.dispatch.document, people };
    const answer = await web.get('/api/v1/jobs', cookie);
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('no longer has a person sam')]);
  });

  it('shows nothing where there are no rules to know anybody by, and the page says why', async () => {
    const cookie = await web.cookie('sam');
    web.document = null;
    const page = await web.get('/', cookie);
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('no usable rules doc')]);
  });

  it('that somebody has made up, or changed, is none', async () => {
    const cookie = await web.cookie('sam');
    const [text = '', signature = ''] = cookie.replace('sentinel-session=', '').split('.');
    const dana = Buffer.from(Buffer.from(text, 'base64url').toString().replace('"sam"', '"dana"')).toString(
      'base64url',
    );
    for (const made of [`${dana}.${signature}`, `${text}.`, text, '.', 'x'.repeat(9000)]) {
      expect(await statusWith(`sentinel-session=${made}`)).toBe(401);
    }
  });

  it('a link is no session, and a session is no link, though one key signs both', async () => {
    const text = link().replace('/sign-in/', '');
    expect(await statusWith(`sentinel-session=${text}`)).toBe(401);
    const cookie = (await web.cookie('sam')).replace('sentinel-session=', '');
    expect((await web.send(`/sign-in/${cookie}`, FROM_HERE)).status).toBe(404);
  });

  it('is taken from the browser by signing out', async () => {
    const out = await web.send('/sign-out', FROM_HERE);
    expect([out.status, out.headers.get('set-cookie')]).toEqual([200, expect.stringContaining('Max-Age=0')]);
  });

  it('is not ended by a page of another site', async () => {
    const cookie = await web.cookie('sam');
    const headers = { cookie, origin: 'https://evil.example' };
    const out = await web.send('/sign-out', { method: 'POST', headers });
    expect([out.status, out.headers.get('set-cookie')]).toEqual([403, null]);
    expect(await statusWith(cookie)).toBe(200);
  });

  it('ends by signing out, for whoever holds a copy of its cookie, and so do all others of its person', async () => {
    const [here, there, dana] = [await web.cookie('sam'), await web.cookie('sam'), await web.cookie('dana')];
    expect((await web.post('/sign-out', here)).status).toBe(200);
    expect([await statusWith(here), await statusWith(there), await statusWith(dana)]).toEqual([401, 401, 200]);
    expect(await statusWith(await web.cookie('sam'))).toBe(200);
    const history = await web.dispatch.stores.audit.history('#keys', 10);
    expect(history.map(({ content }) => content)).toEqual([
      { kind: 'sign-out', by: 'sam', reason: 'all sessions of sam', until: null },
    ]);
  });

  it('that has ended ends no later one', async () => {
    const old = await web.cookie('sam');
    await web.post('/sign-out', old);
    const young = await web.cookie('sam');
    await web.post('/sign-out', old);
    expect(await statusWith(young)).toBe(200);
  });

  it('of a version before, which knew no generations, is good until its person signs out', async () => {
    const said = { p: 'sam', w: true, t: null, e: web.dispatch.now + DAY_MS };
    const cookie = `sentinel-session=${signedText('session', said, LINK_KEY)}`;
    expect(await statusWith(cookie)).toBe(200);
    await web.post('/sign-out', cookie);
    expect(await statusWith(cookie)).toBe(401);
  });

  it('is taken from the browser also where the store cannot note its end, and the page says so', async () => {
    const broken = await WebSetting.open(PEOPLE, [jobLine('orders')], (ports) => ({
      ...ports,
      sessions: {
        generationOf: (personId) => ports.sessions.generationOf(personId),
        end: () => Promise.reject(new StateStoreUnavailable('the disk is full')),
      },
    }));
    const out = await broken.post('/sign-out', await broken.cookie('sam'));
    expect([out.status, out.headers.get('set-cookie'), await out.text()]).toEqual([
      503,
      expect.stringContaining('Max-Age=0'),
      expect.stringContaining('could not be ended'),
    ]);
    await broken.close();
  });
});

describe('an API token', () => {
  const signInWith = (token: string) => web.send('/sign-in', { ...FROM_HERE, body: new URLSearchParams({ token }) });

  it('signs its person in, for as long as it is taken', async () => {
    const token = await web.token('sam', true, web.dispatch.now + DAY_MS);
    const cookie = cookieIn(await signInWith(` ${token}\n`));
    expect(await statusWith(cookie)).toBe(200);
    const id = token.split('_')[1] ?? '';
    await web.dispatch.stores.apiTokens.end(id, web.dispatch.now);
    expect(await statusWith(cookie)).toBe(401);
    expect((await signInWith(token)).status).toBe(403);
  });

  it('that may only read signs in to read', async () => {
    const cookie = cookieIn(await signInWith(await web.token('sam', false)));
    expect(await statusWith(cookie)).toBe(200);
    expect((await web.post('/api/v1/jobs/orders/mute', cookie)).status).toBe(403);
  });

  it.each(['', `bks_000000000000_${'a'.repeat(43)}`, 'sam'])('that is none (%j) signs nobody in', async (token) => {
    const answer = await signInWith(token);
    expect([answer.status, cookieIn(answer)]).toEqual([403, '']);
  });

  it('is not guessed: one address tries ten times a minute', async () => {
    for (let tries = 0; tries < 10; tries += 1) expect((await signInWith('guess')).status).toBe(403);
    expect((await signInWith(await web.token('sam'))).status).toBe(429);
    web.source = '192.0.2.2';
    expect((await signInWith(await web.token('sam'))).status).toBe(303);
  });
});
