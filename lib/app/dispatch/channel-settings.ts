import { createHash } from 'node:crypto';
import { type Secrets, SecretUnavailable } from '../../ports/secrets.ts';

/** A fingerprint of what the channels are set up with: plain settings, and secrets by their names. Shows none of them. */
export async function settingsFingerprint(
  plain: readonly string[],
  secretNames: readonly string[],
  secrets: Secrets,
): Promise<string> {
  const values = await Promise.all(
    secretNames.map((name) =>
      secrets.get(name).catch((error: unknown) => {
        if (error instanceof SecretUnavailable) return null;
        throw error;
      }),
    ),
  );
  return createHash('sha256')
    .update(JSON.stringify([plain, values]))
    .digest('hex')
    .slice(0, 32);
}
