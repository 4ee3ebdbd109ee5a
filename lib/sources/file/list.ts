import { open, readdir, stat } from 'node:fs/promises';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import { folderOf, literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import type { CopyIdentity, CopySource } from '../../ports/copy-source.ts';
import { EvidenceUnreadable, type UnfinishedUpload } from '../../ports/evidence-source.ts';
import type { OpenedSource } from '../../ports/source-setup.ts';
import { contentMark } from './content-mark.ts';
import { folderFailure, isVanished } from './failure.ts';
import { FolderWalk } from './walk.ts';

/** About this many files are asked for their size and time at once, and make a page. */
const PAGE = 256;

export function openSource(): OpenedSource {
  return (signal) => new FolderEvidence(signal);
}

/** Looks at a folder of this machine. Keys are absolute paths. */
export class FolderEvidence implements CopySource {
  readonly requests = { list: 0, get: 0 };
  readonly #signal: AbortSignal | null;

  /** `signal`: a walk that is under way when it fires ends as *transient*, "cut short". */
  constructor(signal?: AbortSignal) {
    this.#signal = signal ?? null;
  }

  async *list(place: Place, prefix: string, startAfter?: string): AsyncGenerator<readonly ListedObject[]> {
    const named = folderOf(literalPrefix(parseTemplate(place.template)));
    const walk = new FolderWalk(prefix, named, startAfter);
    let batch: Buffer[] = [];
    for await (const paths of walk.files()) {
      this.#assertInTime(prefix);
      batch.push(...paths);
      if (batch.length < PAGE) continue;
      yield await this.#page(batch);
      batch = [];
    }
    this.#assertInTime(prefix);
    yield await this.#page(batch);
  }

  async folders(_place: Place, prefix: string): Promise<readonly string[]> {
    const folder = folderOf(prefix) || '/';
    this.#assertInTime(prefix);
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      // As a walk of the files below, which follows no links.
      const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}${name}/`);
      return names.filter((name) => name.startsWith(prefix));
    } catch (error) {
      throw folderFailure(error, 'list', folder);
    }
  }

  async unfinishedUploads(): Promise<readonly UnfinishedUpload[]> {
    return [];
  }

  async read(_place: Place, key: string, maxBytes: number, from = 0): Promise<Uint8Array> {
    try {
      const file = await open(key, 'r');
      try {
        const bytes = Buffer.alloc(Math.max(0, Math.min(maxBytes, (await file.stat()).size - from)));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw folderFailure(error, 'read', key);
    }
  }

  async identify(_place: Place, key: string): Promise<CopyIdentity> {
    try {
      const { size, mtimeMs } = await stat(key);
      return { sizeBytes: size, lastModified: Math.floor(mtimeMs), etag: null };
    } catch (error) {
      throw folderFailure(error, 'read', key);
    }
  }

  contentMark(_place: Place, key: string, sizeBytes: number): Promise<string> {
    return contentMark(key, sizeBytes);
  }

  #assertInTime(prefix: string): void {
    if (this.#signal?.aborted) {
      throw new EvidenceUnreadable('transient', 'list', prefix, 'cut short: the time for this pass is over');
    }
  }

  async #page(paths: readonly Buffer[]): Promise<readonly ListedObject[]> {
    const objects = await Promise.all(paths.map((path) => describe(path)));
    return objects.filter((object) => object !== null);
  }
}

/** Null for what is no file, or is gone since it was seen. */
async function describe(path: Buffer): Promise<ListedObject | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return null;
    // A name that is not UTF-8 is shown with replacement characters; the file is asked for by its own bytes.
    return { key: path.toString(), sizeBytes: found.size, lastModified: Math.floor(found.mtimeMs) };
  } catch (error) {
    if (isVanished(error)) return null;
    throw folderFailure(error, 'list', path.toString());
  }
}
