import { createHmac, timingSafeEqual } from 'node:crypto';

/** The purpose of a signature: a text that was signed for one is refused for every other. */
export type Purpose = 'act' | 'sign-in' | 'session' | 'seen';

/** No signed text of this server is longer. */
const MAX_LENGTH = 4096;

/** What is said, and a signature over that by `key`, as it may stand in an address or a cookie. */
export function signedText(purpose: Purpose, said: unknown, key: string): string {
  const text = Buffer.from(JSON.stringify(said)).toString('base64url');
  return `${text}.${signatureOf(purpose, text, key)}`;
}

/** What a signed text says; undefined for one that this key has not signed for this purpose. */
export function readSignedText(purpose: Purpose, signed: string, key: string): unknown {
  if (signed.length > MAX_LENGTH) return undefined;
  const [text = '', signature = '', ...more] = signed.split('.');
  const expected = Buffer.from(signatureOf(purpose, text, key));
  const given = Buffer.from(signature);
  if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
}

function signatureOf(purpose: Purpose, text: string, key: string): string {
  return createHmac('sha256', key).update(`${purpose}:${text}`).digest('base64url');
}
