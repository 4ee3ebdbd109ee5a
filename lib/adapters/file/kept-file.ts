import { type FileHandle, open } from 'node:fs/promises';
import { type Instant, SECOND_MS } from '../../core/instant.ts';

/** A file that changed so recently may change once more without its time of change moving on. */
const SETTLED_MS = SECOND_MS;

/** What the system says of a file, which differs once the file was written or replaced. */
interface Stamp {
  readonly key: string;
  /** False for what the system makes as it is read, which is never the same file. */
  readonly isStored: boolean;
  /** No program can set it, as it can the time of writing. */
  readonly changedAt: Instant;
}

/**
 * What was made of a file's content, made again only once the file is another one: a process that serves thousands of jobs
 * looks every few seconds, and the content of megabytes would keep everything else waiting meanwhile.
 */
export class KeptFile<Made> {
  readonly #path: string;
  readonly #make: (bytes: Buffer) => Made;
  readonly #now: () => Instant;
  #kept: { readonly key: string; readonly made: Made } | null = null;

  /** `make` is called with at most as many bytes as `read` is given. */
  constructor(path: string, make: (bytes: Buffer) => Made, now: () => Instant = Date.now) {
    this.#path = path;
    this.#make = make;
    this.#now = now;
  }

  /** `changedAt`: when the file was changed last. Throws what the file system does, and what `make` does. */
  async read(maxBytes: number): Promise<{ readonly made: Made; readonly changedAt: Instant }> {
    const file = await open(this.#path, 'r');
    try {
      const { key, isStored, changedAt } = await stampOf(file, maxBytes);
      if (this.#kept?.key === key) return { made: this.#kept.made, changedAt };
      const made = this.#make(await beginningOf(file, maxBytes));
      const isSettled = Math.abs(this.#now() - changedAt) > SETTLED_MS;
      this.#kept = isStored && isSettled ? { key, made } : null;
      return { made, changedAt };
    } finally {
      await file.close();
    }
  }
}

async function stampOf(file: FileHandle, maxBytes: number): Promise<Stamp> {
  const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = await file.stat({ bigint: true });
  const key = [dev, ino, size, mtimeNs, ctimeNs, maxBytes].join(' ');
  return { key, isStored: size > 0n, changedAt: Number(ctimeMs) };
}

/** At most `maxBytes` of a file, so that an endless one cannot fill the memory. */
async function beginningOf(file: FileHandle, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let room = maxBytes;
  while (room > 0) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(room, 65_536)));
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    room -= bytesRead;
  }
  return Buffer.concat(chunks);
}
