import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { DAY_MS, type Instant, MINUTE_MS } from '../core/instant.ts';
import { readSignedText, signedText } from './signed-text.ts';

/** A requested link is used at once; one in a message of the night must still work in the morning. */
export const ASKED_LINK_LIFE_MS = 15 * MINUTE_MS;
export const SENT_LINK_LIFE_MS = DAY_MS;

const NONCE_BYTES = 12;

/** A link that signs one person in, once. */
export interface SignInLink {
  readonly personId: string;
  /** The job whose page it opens; null for the list. */
  readonly jobId: string | null;
  /** Identifies the link where its use is remembered. */
  readonly nonce: string;
  readonly expiresAt: Instant;
}

const shape = z.object({
  p: z.string(),
  n: z.string().regex(/^[A-Za-z0-9_-]{16}$/),
  e: z.number().int(),
  j: z.string().optional(),
});

/** The path, without its leading slash, of a new link for a person. */
export function newSignInPath({ personId, jobId, expiresAt }: Omit<SignInLink, 'nonce'>, key: string): string {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  return `sign-in/${signedText('sign-in', { p: personId, n: nonce, e: expiresAt, ...(jobId !== null && { j: jobId }) }, key)}`;
}

/** What a link says, whether it has expired or not; null for one that this key has not signed. */
export function readSignInLink(text: string, key: string): SignInLink | null {
  const read = shape.safeParse(readSignedText('sign-in', text, key));
  if (!read.success) return null;
  const { p, n, e, j = null } = read.data;
  return { personId: p, jobId: j, nonce: n, expiresAt: e };
}
