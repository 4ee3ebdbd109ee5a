import * as z from 'zod';
import type { Instant } from '../core/instant.ts';
import { readSignedText, signedText } from './signed-text.ts';

/** What a link in a drill's mail says: that this person saw the message. */
export interface SeenToken {
  readonly drillId: string;
  readonly personId: string;
  readonly expiresAt: Instant;
}

const shape = z.object({ d: z.string(), p: z.string(), e: z.number().int() });

export function formatSeenToken({ drillId, personId, expiresAt }: SeenToken, key: string): string {
  return signedText('seen', { d: drillId, p: personId, e: expiresAt }, key);
}

/** What a token says, whether it has expired or not; null for one that this key has not signed. */
export function readSeenToken(token: string, key: string): SeenToken | null {
  const read = shape.safeParse(readSignedText('seen', token, key));
  return read.success ? { drillId: read.data.d, personId: read.data.p, expiresAt: read.data.e } : null;
}
