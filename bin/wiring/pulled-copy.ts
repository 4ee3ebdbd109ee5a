import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What a copy was when it was pulled or pushed. */
export interface Pulled {
  /** `s3://...` */
  readonly source: string;
  /** Of the content. */
  readonly version: string;
  /** What a push names, so that it does not overwrite another change; null where the server gave none. */
  readonly etag: string | null;
}

/** A copy of a rules doc in S3 to be edited; a hidden file beside it remembers what it was. */
export class PulledCopy {
  readonly path: string;
  readonly #note: string;

  constructor(path: string) {
    this.path = path;
    this.#note = join(dirname(path), `.${basename(path)}.pulled.json`);
  }

  /** Null when there is none. */
  async read(): Promise<Uint8Array | null> {
    try {
      return await readFile(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Null when it was not pulled, or that is no longer known. */
  async pulled(): Promise<Pulled | null> {
    try {
      const { source, version, etag } = JSON.parse(await readFile(this.#note, 'utf8')) as Partial<Pulled>;
      if (typeof source !== 'string' || typeof version !== 'string') return null;
      return { source, version, etag: typeof etag === 'string' ? etag : null };
    } catch {
      return null;
    }
  }

  /** Replaces the copy, whole or not at all. */
  async write(bytes: Uint8Array, pulled: Pulled): Promise<void> {
    const draft = `${this.path}.new`;
    await writeFile(draft, bytes);
    await rename(draft, this.path);
    await this.note(pulled);
  }

  async note(pulled: Pulled): Promise<void> {
    await writeFile(this.#note, `${JSON.stringify(pulled, null, 2)}\n`);
  }
}
