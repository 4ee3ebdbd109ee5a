import { type Context, Hono } from 'hono';
import { findApiToken, looksLikeToken } from '../app/act/api-token.ts';
import { type EndSessionsPorts, endSessions } from '../app/act/end-sessions.ts';
import { RateLimit } from '../core/ping/rate-limit.ts';
import { StateStoreUnavailable } from '../ports/state-store.ts';
import type { UsedLinks } from '../ports/used-links.ts';
import { PAGE_HEADERS, resultPage } from './action-pages.ts';
import type { OwnOrigin } from './own-origin.ts';
import { jobPath } from './page/job-path.ts';
import { readBody } from './read-body.ts';
import { noSessionCookie, readSession, SESSION_LIFE_MS, type Session, sessionCookie } from './session.ts';
import { readSignInLink } from './sign-in-link.ts';
import { halfSignedOutPage, signedOutPage, signInPage, tokenPage, unusableLinkPage } from './sign-in-pages.ts';
import type { ViewerPorts } from './viewers.ts';

export interface SignInPorts extends ViewerPorts, EndSessionsPorts {
  readonly usedLinks: UsedLinks;
  readonly elapsedMs: () => number;
}

export interface SignInOptions {
  readonly linkKeyName: string;
  readonly ownOrigin: OwnOrigin;
  readonly sourceOf: (context: Context) => string;
}

/** Where a viewer signs out, by POST: all sessions of that person end, also those of other browsers. */
export const SIGN_OUT_PATH = '/sign-out';

const MAX_BODY_BYTES = 4096;
const GUESSES_A_MINUTE = 10;
const MAX_SOURCES = 10_000;

// Not no-referrer: with that, a form of this server would carry no origin to check.
const HEADERS = { ...PAGE_HEADERS, 'referrer-policy': 'same-origin' };

/**
 * Signing in, by a link that works once or by an API token; and out. A link only shows a page: pressing its button is
 * what uses it up.
 */
export function signIn(ports: SignInPorts, { linkKeyName, ownOrigin, sourceOf }: SignInOptions): Hono {
  const app = new Hono();
  const guesses = new RateLimit(GUESSES_A_MINUTE, MAX_SOURCES);
  const linkKey = () => ports.secrets.get(linkKeyName);

  const begin = async (
    context: Context,
    session: Omit<Session, 'expiresAt' | 'generation'>,
    location = '/',
  ): Promise<Response> => {
    const now = ports.now();
    const isSecure = ownOrigin.isSecure(context.req.raw);
    const generation = await ports.sessions.generationOf(session.personId);
    const whole = { ...session, generation, expiresAt: now + SESSION_LIFE_MS };
    const cookie = sessionCookie(whole, await linkKey(), now, isSecure);
    return new Response(null, { status: 303, headers: { ...HEADERS, location, 'set-cookie': cookie } });
  };

  app.on('POST', ['/sign-in', '/sign-in/:link', SIGN_OUT_PATH], async (context, next) => {
    if (ownOrigin.isFromHere(context.req.raw)) return next();
    const text = 'Nothing was done: the request does not come from a page of the sentinel.';
    return context.html(resultPage('Request refused', text), 403, HEADERS);
  });

  app.get('/sign-in', (context) => context.html(tokenPage(null), 200, HEADERS));

  app.post('/sign-in', async (context) => {
    const body = await readBody(context.req.raw, MAX_BODY_BYTES);
    const text = new URLSearchParams(new TextDecoder().decode(body ?? new Uint8Array())).get('token')?.trim() ?? '';
    if (!guesses.take(sourceOf(context), ports.elapsedMs())) {
      return context.html(tokenPage('Too many attempts; wait a minute.'), 429, { ...HEADERS, 'retry-after': '60' });
    }
    const token = looksLikeToken(text) ? await findApiToken(text, ports.apiTokens, ports.now()) : null;
    if (token === null) return context.html(tokenPage('This API token is unknown or has expired.'), 403, HEADERS);
    if (!(await isKnown(token.personId, ports))) return stranger(context, token.personId);
    return begin(context, { personId: token.personId, mayWrite: token.mayWrite, tokenId: token.id });
  });

  app.on(['GET', 'POST'], '/sign-in/:link', async (context) => {
    const link = readSignInLink(context.req.param('link'), await linkKey());
    const now = ports.now();
    if (link === null) return unusable(context, 404, 'This link is incomplete or was not made by this sentinel.');
    if (now >= link.expiresAt) return unusable(context, 410, 'This link has expired.');
    if (!(await isKnown(link.personId, ports))) return stranger(context, link.personId);
    // HEAD and every other method also end here: only the button acts.
    if (context.req.method !== 'POST') return context.html(signInPage(link.personId), 200, HEADERS);
    if (!(await ports.usedLinks.use(link.nonce, now, link.expiresAt))) {
      return unusable(context, 410, 'This link has been used. Each link works once.');
    }
    const { personId, jobId } = link;
    return begin(context, { personId, mayWrite: true, tokenId: null }, jobId === null ? '/' : jobPath(jobId));
  });

  app.post(SIGN_OUT_PATH, async (context) => {
    const request = context.req.raw;
    const session = readSession(request, await linkKey(), ports.now());
    const headers = { ...HEADERS, 'set-cookie': noSessionCookie(ownOrigin.isSecure(request)) };
    try {
      if (session !== null) {
        await endSessions(session.personId, session.generation, session.personId, ports.now(), ports);
      }
    } catch (error) {
      if (!(error instanceof StateStoreUnavailable)) throw error;
      return context.html(halfSignedOutPage(), 503, headers);
    }
    return context.html(signedOutPage(), 200, headers);
  });
  return app;
}

async function isKnown(personId: string, { rules }: SignInPorts): Promise<boolean> {
  return (await rules()).people.has(personId);
}

function stranger(context: Context, personId: string): Response | Promise<Response> {
  return context.html(
    unusableLinkPage(`The rules doc has no person ${personId}; ask the operator to add you.`),
    403,
    HEADERS,
  );
}

function unusable(context: Context, status: 404 | 410, message: string): Response | Promise<Response> {
  return context.html(unusableLinkPage(message), status, HEADERS);
}
