import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Instant } from '../../core/instant.ts';
import { formatLastGood, LARGEST_LAST_GOOD_BYTES, parseLastGood } from '../../ports/last-good.ts';
import { type LastGood, type RulesSource, RulesUnavailable } from '../../ports/rules-source.ts';
import { KeptFile } from './kept-file.ts';
import { replaceFile } from './replace-file.ts';

/** A rules doc on disk. */
export class FileRules implements RulesSource {
  readonly name: string;
  readonly folder: string;
  readonly #lastGoodPath: string;
  readonly #document: KeptFile<ReturnType<typeof documentOf>>;
  readonly #lastGood: KeptFile<LastGood>;

  /** `path` is the document; its last good copy is kept in the file `lastGoodPath`. */
  constructor(path: string, lastGoodPath: string) {
    this.name = path;
    this.folder = dirname(resolve(path));
    this.#lastGoodPath = lastGoodPath;
    this.#document = new KeptFile(path, documentOf);
    this.#lastGood = new KeptFile(lastGoodPath, (bytes) => parseLastGood(bytes.toString('utf8'), lastGoodPath));
  }

  async read(
    maxBytes: number,
  ): Promise<{ readonly bytes: Uint8Array; readonly version: string; readonly writtenAt: Instant }> {
    try {
      const { made, changedAt } = await this.#document.read(maxBytes + 1);
      return { ...made, writtenAt: changedAt };
    } catch (error) {
      throw unavailable('the rules doc', this.name, error);
    }
  }

  async readLastGood(): Promise<LastGood | null> {
    try {
      return (await this.#lastGood.read(LARGEST_LAST_GOOD_BYTES)).made;
    } catch (error) {
      if (error instanceof RulesUnavailable) throw error;
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw unavailable('the last good copy of the rules doc', this.#lastGoodPath, error);
    }
  }

  /** A folder is a single host's own: it does not record who replaced what. */
  async writeLastGood(lastGood: LastGood): Promise<boolean> {
    try {
      await mkdir(dirname(this.#lastGoodPath), { recursive: true, mode: 0o700 });
      await replaceFile(this.#lastGoodPath, formatLastGood(lastGood));
      return true;
    } catch (error) {
      throw unavailable('the last good copy of the rules doc', this.#lastGoodPath, error);
    }
  }
}

function documentOf(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly version: string } {
  return { bytes, version: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'is not there; name it with --rules',
  ENOTDIR: 'is not there, since a part of its path is a file; name it with --rules',
  EISDIR: 'is a folder; name the file in it with --rules',
  EACCES: "may not be used by this user; change the file's permissions or run as another user",
  EPERM: "may not be used by this user; change the file's permissions or run as another user",
  EROFS: 'is on a read-only file system; keep the state in a folder that can be written',
  ENOSPC: 'is on a disk that is full; make room',
  ELOOP: 'is a link that leads in a circle; fix the link',
};

function unavailable(what: string, path: string, error: unknown): RulesUnavailable {
  const { code, message } = error as NodeJS.ErrnoException;
  const remedy = REMEDIES[code ?? ''] ?? `cannot be used (${message})`;
  return new RulesUnavailable(`${what} ${path} ${remedy}`, error);
}
