import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../core/instant.ts';
import type { ApiToken, ApiTokens } from '../../ports/api-tokens.ts';

/** The beginning says what it is, to people and to programs that look for leaked secrets. */
const SHAPE = /^bks_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;
const ID_BYTES = 6;
const SECRET_BYTES = 32;

/** A token as it was made; `text` is shown now and never again. */
export interface MadeToken {
  readonly text: string;
  readonly token: ApiToken;
}

/** What a new token is to be good for. */
export interface TokenGrant {
  readonly personId: string;
  readonly mayWrite: boolean;
  readonly until: Instant | null;
}

/** Makes a token for a person. Throws StateStoreUnavailable. */
export async function makeApiToken(grant: TokenGrant, tokens: ApiTokens, now: Instant): Promise<MadeToken> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const token = { ...grant, id: randomBytes(ID_BYTES).toString('hex'), hash: hashOf(secret), createdAt: now };
  if (!(await tokens.add(token))) return makeApiToken(grant, tokens, now);
  return { text: `bks_${token.id}_${secret}`, token };
}

/** Whether a text could be a token at all: for what is none, nothing is read. */
export function looksLikeToken(text: string): boolean {
  return SHAPE.test(text);
}

/** The token that a text is, compared in constant time; null for any other text, and for one that has ended. */
export async function findApiToken(text: string, tokens: ApiTokens, now: Instant): Promise<ApiToken | null> {
  const [, id, secret] = SHAPE.exec(text) ?? [];
  if (id === undefined || secret === undefined) return null;
  const token = await tokens.find(id);
  const given = Buffer.from(hashOf(secret));
  const isIt = timingSafeEqual(given, token === null ? Buffer.alloc(given.length) : Buffer.from(token.hash));
  return isIt && token !== null && isLive(token, now) ? token : null;
}

/** Whether a token is still taken. */
export function isLive({ until }: ApiToken, now: Instant): boolean {
  return until === null || now < until;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
