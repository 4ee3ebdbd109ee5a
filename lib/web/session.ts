import { parse, serialize } from 'hono/utils/cookie';
import * as z from 'zod';
import { DAY_MS, type Instant, SECOND_MS } from '../core/instant.ts';
import { readSignedText, signedText } from './signed-text.ts';

/** How long a session lasts. */
export const SESSION_LIFE_MS = 7 * DAY_MS;

const NAME = 'sentinel-session';

/** A person who has signed in. The signed cookie holds all of it; only which generations are over is stored. */
export interface Session {
  readonly personId: string;
  readonly mayWrite: boolean;
  /** The API token that it was started with, and ends with; null for a link. */
  readonly tokenId: string | null;
  /** Of the person's sessions: they end together. */
  readonly generation: number;
  readonly expiresAt: Instant;
}

const shape = z.object({
  p: z.string(),
  w: z.boolean(),
  t: z.string().nullable(),
  e: z.number().int(),
  g: z.number().int().default(0),
});

/** The cookie of a session: no script can read it, and no page of another site sends it. */
export function sessionCookie(session: Session, key: string, now: Instant, isSecure: boolean): string {
  const { personId, mayWrite, tokenId, generation, expiresAt } = session;
  const value = signedText('session', { p: personId, w: mayWrite, t: tokenId, e: expiresAt, g: generation }, key);
  return cookie(value, Math.floor((expiresAt - now) / SECOND_MS), isSecure);
}

/** The cookie that ends the session in the browser. */
export function noSessionCookie(isSecure: boolean): string {
  return cookie('', 0, isSecure);
}

/** The session of a request; null when there is none, its signature is wrong, or it has ended. */
export function readSession(request: Request, key: string, now: Instant): Session | null {
  const given = givenCookie(request);
  const read = shape.safeParse(given === null ? undefined : readSignedText('session', given, key));
  if (!read.success || now >= read.data.e) return null;
  const { p, w, t, e, g } = read.data;
  return { personId: p, mayWrite: w, tokenId: t, generation: g, expiresAt: e };
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
