import type { Dir, Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { folderOf } from '../../core/evidence/place-template.ts';
import { folderFailure, isVanished } from './failure.ts';

const SLASH = Buffer.from('/');
/** File systems keep it, and only root may read it. */
const NOT_OURS = 'lost+found';

/** What `opendir` gives when it is asked for names as bytes; Node's own types know strings only. */
interface ByteEntry extends Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'> {
  readonly name: Buffer;
}

/** Finds the files below a prefix, one folder after the other, holding only the names that a folder's reader holds. */
export class FolderWalk {
  readonly #prefix: Buffer;
  readonly #start: string;
  /** The folder that the place's template names: it must be there. */
  readonly #named: string;

  constructor(prefix: string, named: string) {
    this.#prefix = Buffer.from(prefix);
    this.#start = folderOf(prefix) || '/';
    this.#named = named;
  }

  /** Absolute paths as bytes, since a file's name need not be UTF-8. Throws EvidenceUnreadable. */
  async *files(): AsyncGenerator<Buffer> {
    if (this.#start !== this.#named) await this.#mustBeThere();
    const isNamed = this.#start === this.#named;
    yield* this.#below(Buffer.from(this.#start), isNamed);
  }

  async #mustBeThere(): Promise<void> {
    try {
      await (await opendir(this.#named || '/')).close();
    } catch (error) {
      throw folderFailure(error, 'list', this.#named);
    }
  }

  async *#below(folder: Buffer, mustBeThere: boolean): AsyncGenerator<Buffer> {
    const reader = await this.#open(folder, mustBeThere);
    if (reader === null) return;
    try {
      for await (const entry of reader as unknown as AsyncIterable<ByteEntry>) {
        const path = Buffer.concat([folder, entry.name]);
        if (entry.isDirectory()) {
          const inside = Buffer.concat([path, SLASH]);
          // Links to folders are not followed: they may lead back up.
          if (entry.name.toString() !== NOT_OURS && this.#mayHold(inside)) yield* this.#below(inside, false);
        } else if ((entry.isFile() || entry.isSymbolicLink()) && this.#isWanted(path)) {
          yield path;
        }
      }
    } catch (error) {
      throw folderFailure(error, 'list', folder.toString());
    }
  }

  async #open(folder: Buffer, mustBeThere: boolean): Promise<Dir | null> {
    try {
      return await opendir(folder as unknown as string, { encoding: 'buffer' as BufferEncoding, bufferSize: 256 });
    } catch (error) {
      if (!mustBeThere && isVanished(error)) return null;
      throw folderFailure(error, 'list', folder.toString());
    }
  }

  #isWanted(path: Buffer): boolean {
    return startsWith(path, this.#prefix);
  }

  #mayHold(folder: Buffer): boolean {
    return startsWith(folder, this.#prefix) || startsWith(this.#prefix, folder);
  }
}

function startsWith(path: Buffer, beginning: Buffer): boolean {
  return path.length >= beginning.length && path.subarray(0, beginning.length).equals(beginning);
}
