import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { Offer } from '../core/acting/offered.ts';
import { DAY_MS, formatInstant, type Instant, parseInstant } from '../core/instant.ts';

/** A link in a mail is good for so long; a break that lasts longer brings new mails. */
export const TOKEN_LIFE_MS = 7 * DAY_MS;
/** A longer one is none of ours. */
const LONGEST_TOKEN = 4096;

/** What a link lets one person do, once it is confirmed. */
export interface ActionToken {
  readonly personId: string;
  readonly offer: Offer;
  readonly expiresAt: Instant;
}

const shape = z.object({
  j: z.string(),
  b: z.number().int().nullable(),
  a: z.enum(['fixed', 'snooze', 'mute', 'accept']),
  p: z.string(),
  e: z.number().int(),
  r: z.object({ l: z.string(), t: z.string(), s: z.number().nullable() }).optional(),
});

/** The token as it stands in an address: what it says, and a signature over that by `key`. */
export function formatActionToken({ personId, offer, expiresAt }: ActionToken, key: string): string {
  const { jobId, breakSeq, action, run } = offer;
  const said = JSON.stringify({
    j: jobId,
    b: breakSeq,
    a: action,
    p: personId,
    e: expiresAt,
    ...(run && { r: { l: run.location, t: formatInstant(run.ts), s: run.sizeBytes } }),
  });
  const text = Buffer.from(said).toString('base64url');
  return `${text}.${signatureOf(text, key)}`;
}

/** What a token says, whether it has expired or not; null for one that this key has not signed. */
export function readActionToken(token: string, key: string): ActionToken | null {
  if (token.length > LONGEST_TOKEN) return null;
  const [text = '', signature = '', ...more] = token.split('.');
  const expected = Buffer.from(signatureOf(text, key));
  const given = Buffer.from(signature);
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const read = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  if (!read.success) return null;
  const { j, b, a, p, e, r } = read.data;
  const ts = r ? parseInstant(r.t) : null;
  const run = r && ts !== null ? { location: r.l, ts, sizeBytes: r.s } : null;
  return { personId: p, offer: { jobId: j, breakSeq: b, action: a, run }, expiresAt: e };
}

function signatureOf(text: string, key: string): string {
  return createHmac('sha256', key).update(`act:${text}`).digest('base64url');
}
