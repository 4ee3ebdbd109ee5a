import type { Context } from 'hono';
import type { Secrets } from '../ports/secrets.ts';
import { type Purpose, readSignedText } from './signed-text.ts';
import type { Viewers } from './viewers.ts';

/** The links of messages, each with the purpose that its text is signed for. */
const LINK = /^\/(act|seen|sign-in)\/([^/]+)$/;

/**
 * The bucket of a request that proves where it comes from, by a session, an API token or the link of a message; null
 * for one that anyone can send. Reads the key at most.
 */
export async function requestBucket(
  { req }: Context,
  viewers: Viewers,
  secrets: Secrets,
  linkKeyName: string,
): Promise<string | null> {
  try {
    const [, purpose, text] = LINK.exec(req.path) ?? [];
    if (text === undefined) return await viewers.bucketOf(req.raw);
    const isOwn = readSignedText(purpose as Purpose, text, await secrets.get(linkKeyName)) !== undefined;
    return isOwn ? `link ${text}` : null;
  } catch {
    // What keeps a key from being read is reported by the request that needs it.
    return null;
  }
}
