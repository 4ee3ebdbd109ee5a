import * as z from 'zod';
import type { Offer } from '../core/acting/offered.ts';
import { DAY_MS, formatInstant, type Instant, parseInstant } from '../core/instant.ts';
import { OFFERED_ACTIONS } from '../core/model/action.ts';
import { readSignedText, signedText } from './signed-text.ts';

/** How long a link in a mail is valid; a break that lasts longer brings new mails. */
export const TOKEN_LIFE_MS = 7 * DAY_MS;

/** What a link lets one person do, once it is confirmed. */
export interface ActionToken {
  readonly personId: string;
  readonly offer: Offer;
  readonly expiresAt: Instant;
}

const shape = z.object({
  j: z.string(),
  b: z.number().int().nullable(),
  a: z.enum(OFFERED_ACTIONS),
  p: z.string(),
  e: z.number().int(),
  r: z.object({ l: z.string(), t: z.string(), s: z.number().nullable() }).optional(),
});

/** The token as it stands in an address: what it says, and a signature over that by `key`. */
export function formatActionToken({ personId, offer, expiresAt }: ActionToken, key: string): string {
  const { jobId, breakSeq, action, run } = offer;
  const said = {
    j: jobId,
    b: breakSeq,
    a: action,
    p: personId,
    e: expiresAt,
    ...(run && { r: { l: run.location, t: formatInstant(run.ts), s: run.sizeBytes } }),
  };
  return signedText('act', said, key);
}

/** What a token says, whether it has expired or not; null for one that this key has not signed. */
export function readActionToken(token: string, key: string): ActionToken | null {
  const read = shape.safeParse(readSignedText('act', token, key));
  if (!read.success) return null;
  const { j, b, a, p, e, r } = read.data;
  const ts = r ? parseInstant(r.t) : null;
  const run = r && ts !== null ? { location: r.l, ts, sizeBytes: r.s } : null;
  return { personId: p, offer: { jobId: j, breakSeq: b, action: a, run }, expiresAt: e };
}
