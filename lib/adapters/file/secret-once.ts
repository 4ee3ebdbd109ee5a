import { randomBytes } from 'node:crypto';
import { link, mkdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretUnavailable } from '../../ports/secrets.ts';

/**
 * Puts a secret into a folder, for its owner alone, unless there is one of that name: of two processes that do so at
 * once, one does. Throws SecretUnavailable.
 */
export async function makeFileSecret(folder: string, name: string, value: string): Promise<void> {
  const path = join(folder, name);
  // Written whole under another name first: no one reads half a secret.
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(draft, `${value}\n`, { mode: 0o600, flag: 'wx', flush: true });
    try {
      await link(draft, path);
    } finally {
      await unlink(draft);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    throw new SecretUnavailable(`the secret ${path} cannot be made (${code}); check who may write there`, {
      cause: error,
    });
  }
}
