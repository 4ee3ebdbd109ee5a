import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Secrets, SecretUnavailable } from '../../ports/secrets.ts';

const MAX_BYTES = 64 * 1024;
/** Someone has to change the file or its folder; anything else may be over in a moment. */
const LASTING: readonly string[] = ['EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'];
/** Whatever lets anyone but the owner read or write. */
const OTHERS = 0o077;

/**
 * Secrets in files: `slack/bot-token` is the file `slack-bot-token`, read again each time. First in systemd's folder of
 * credentials, which systemd itself guards, then in a folder of our own, where the file must be the owner's alone.
 */
export class FileSecrets implements Secrets {
  readonly #folder: string;
  readonly #credentials: string | null;

  /** `credentials`: what systemd gives as $CREDENTIALS_DIRECTORY; null where it gives none. */
  constructor(folder: string, credentials: string | null) {
    this.#folder = folder;
    this.#credentials = credentials;
  }

  async get(name: string): Promise<string> {
    if (!/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/.test(name)) {
      throw new SecretUnavailable(`${JSON.stringify(name)} is no name of a secret`);
    }
    const file = name.replaceAll('/', '-');
    const given = this.#credentials === null ? null : await read(join(this.#credentials, file), true);
    const path = join(this.#folder, file);
    const value = given ?? (await read(path, false));
    if (value === null) {
      throw new SecretUnavailable(`there is no secret ${name}; put it into ${path} and chmod 600 ${path}`);
    }
    if (value === '') throw new SecretUnavailable(`the secret ${name} is empty; put the value into its file`);
    return value;
  }
}

/** Null when there is no such file. `isGuarded`: the one who made the folder answers for who may read it. */
async function read(path: string, isGuarded: boolean): Promise<string | null> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const { mode, size } = await file.stat();
    // Windows keeps no such bits.
    if (!isGuarded && process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      throw new SecretUnavailable(`the secret in ${path} may be read by others than its owner; chmod 600 ${path}`);
    }
    if (size > MAX_BYTES) throw new SecretUnavailable(`the file ${path} is too large for a secret`);
    return (await file.readFile('utf8')).trim();
  } catch (error) {
    if (error instanceof SecretUnavailable) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    const isTransient = !LASTING.includes(code ?? '');
    throw new SecretUnavailable(`the secret in ${path} cannot be read (${code})`, { cause: error, isTransient });
  } finally {
    await file?.close();
  }
}
