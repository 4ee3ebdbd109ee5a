import type { Dir, Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { folderOf } from '../../core/evidence/place-template.ts';
import { folderFailure, isVanished } from './failure.ts';

const SLASH = Buffer.from('/');
/** File systems keep it, and only root may read it. */
const NOT_OURS = 'lost+found';
/** Names that are read from a folder at once. */
const NAMES_AT_ONCE = 256;

/** What `opendir` gives when it is asked for names as bytes; Node's own types know strings only. */
interface ByteEntry extends Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'> {
  readonly name: Buffer;
}

/**
 * Finds the files below a prefix by their names alone, one folder after the other, holding only the names that a folder's
 * reader holds.
 */
export class FolderWalk {
  readonly #prefix: Buffer;
  readonly #start: string;
  /** The folder that the place's template names: it must be there. */
  readonly #named: string;
  /** Only what sorts behind it is of interest. */
  readonly #after: Buffer | null;

  constructor(prefix: string, named: string, startAfter = '') {
    this.#prefix = Buffer.from(prefix);
    this.#start = folderOf(prefix) || '/';
    this.#named = named;
    this.#after = startAfter === '' ? null : Buffer.from(startAfter);
  }

  /**
   * Absolute paths as bytes, since a file's name need not be UTF-8; those of one read together, also where it is none, so
   * that the caller can end the walk. Throws EvidenceUnreadable.
   */
  async *files(): AsyncGenerator<readonly Buffer[]> {
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

  async *#below(folder: Buffer, mustBeThere: boolean): AsyncGenerator<readonly Buffer[]> {
    const reader = await this.#open(folder, mustBeThere);
    if (reader === null) return;
    const isWanted = this.#wantedIn(folder);
    let found: Buffer[] = [];
    let read = 0;
    try {
      for await (const entry of reader as unknown as AsyncIterable<ByteEntry>) {
        read += 1;
        if (entry.isDirectory()) {
          const inside = Buffer.concat([folder, entry.name, SLASH]);
          // Links to folders are not followed: they may lead back up.
          if (entry.name.toString() !== NOT_OURS && this.#mayHold(inside)) yield* this.#below(inside, false);
        } else if ((entry.isFile() || entry.isSymbolicLink()) && isWanted(entry.name)) {
          found.push(Buffer.concat([folder, entry.name]));
        }
        if (read % NAMES_AT_ONCE > 0) continue;
        yield found;
        found = [];
      }
    } catch (error) {
      throw folderFailure(error, 'list', folder.toString());
    }
    yield found;
  }

  async #open(folder: Buffer, mustBeThere: boolean): Promise<Dir | null> {
    try {
      const options = { encoding: 'buffer' as BufferEncoding, bufferSize: NAMES_AT_ONCE };
      return await opendir(folder as unknown as string, options);
    } catch (error) {
      if (!mustBeThere && isVanished(error)) return null;
      throw folderFailure(error, 'list', folder.toString());
    }
  }

  /** Whether a name in a folder is asked for: most are refused without their path being made. */
  #wantedIn(folder: Buffer): (name: Buffer) => boolean {
    const beginning = startsWith(this.#prefix, folder) ? this.#prefix.subarray(folder.length) : null;
    const after = this.#after;
    if (beginning === null && !startsWith(folder, this.#prefix)) return () => false;
    const hasBeginning = (name: Buffer) => beginning === null || startsWith(name, beginning);
    if (after === null) return hasBeginning;
    if (!startsWith(after, folder)) return folder.compare(after) > 0 ? hasBeginning : () => false;
    const rest = after.subarray(folder.length);
    return (name) => name.compare(rest) > 0 && hasBeginning(name);
  }

  #mayHold(folder: Buffer): boolean {
    const isBelow = startsWith(folder, this.#prefix) || startsWith(this.#prefix, folder);
    return isBelow && (this.#after === null || startsWith(this.#after, folder) || folder.compare(this.#after) > 0);
  }
}

function startsWith(path: Buffer, beginning: Buffer): boolean {
  return path.length >= beginning.length && path.compare(beginning, 0, beginning.length, 0, beginning.length) === 0;
}
