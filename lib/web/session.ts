import { parse, serialize } from 'hono/utils/cookie';
import * as z from 'zod';
import { DAY_MS, type Instant, SECOND_MS } from '../core/instant.ts';
import { readSignedText, signedText } from './signed-text.ts';

/** How long somebody stays signed in. */
export const SESSION_LIFE_MS = 7 * DAY_MS;

const NAME = 'sentinel-session';

/** Somebody who has signed in. The cookie holds it, signed: nothing is stored. */
export interface Session {
  readonly personId: string;
  readonly mayWrite: boolean;
  /** The API token that it was begun with, which it ends with; null for a link. */
  readonly tokenId: string | null;
  readonly expiresAt: Instant;
}

const shape = z.object({ p: z.string(), w: z.boolean(), t: z.string().nullable(), e: z.number().int() });

/** The cookie that gives the session to the browser: no script reads it, and no other site's page sends it. */
export function sessionCookie(session: Session, key: string, now: Instant, isSecure: boolean): string {
  const { personId, mayWrite, tokenId, expiresAt } = session;
  const value = signedText('session', { p: personId, w: mayWrite, t: tokenId, e: expiresAt }, key);
  return cookie(value, Math.floor((expiresAt - now) / SECOND_MS), isSecure);
}

/** The cookie that takes the session from the browser. */
export function noSessionCookie(isSecure: boolean): string {
  return cookie('', 0, isSecure);
}

/** The session of a request; null when there is none, it was not given by us, or it has ended. */
export function readSession(request: Request, key: string, now: Instant): Session | null {
  const given = givenCookie(request);
  const read = shape.safeParse(given === null ? undefined : readSignedText('session', given, key));
  if (!read.success || now >= read.data.e) return null;
  const { p, w, t, e } = read.data;
  return { personId: p, mayWrite: w, tokenId: t, expiresAt: e };
}

/** Whether a request brings a session at all, good or not. */
export function hasSession(request: Request): boolean {
  return givenCookie(request) !== null;
}

function givenCookie(request: Request): string | null {
  return parse(request.headers.get('cookie') ?? '', NAME)[NAME] ?? null;
}

function cookie(value: string, maxAge: number, secure: boolean): string {
  return serialize(NAME, value, { path: '/', maxAge, httpOnly: true, sameSite: 'Strict', secure });
}
