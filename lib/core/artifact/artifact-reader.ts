import { byteAt, Damage } from './finding.ts';

/** A file or an object, and how to read a range of it. */
export interface Artifact {
  /** Its file name or key: what it promises to be. */
  readonly name: string;
  readonly sizeBytes: number;
  /** `length` bytes (at least 1) from byte `from` on, all of them before `sizeBytes`. What it throws passes through. */
  read(from: number, length: number): Promise<Uint8Array>;
  /** Names of the files in its folder; null where there are too many to know. Left out: not known. */
  namesBeside?(): Promise<ReadonlySet<string> | null>;
}

/** Bytes from the beginning that are read at once: enough to recognise the kind, and kept. */
const HEAD_BYTES = 4096;

/** Reads ranges, and takes a range that is not there for the damage it is. */
export class ArtifactReader {
  readonly sizeBytes: number;
  #head: Uint8Array = new Uint8Array(0);
  #readBytes = 0;
  readonly #artifact: Artifact;

  private constructor(artifact: Artifact) {
    this.#artifact = artifact;
    this.sizeBytes = artifact.sizeBytes;
  }

  /** With its first bytes read. */
  static async open(artifact: Artifact): Promise<ArtifactReader> {
    const reader = new ArtifactReader(artifact);
    reader.#head = await reader.upTo(0, HEAD_BYTES);
    return reader;
  }

  /** The first 4096 bytes, or all of a smaller file. */
  get head(): Uint8Array {
    return this.#head;
  }

  /** Bytes that were read so far. */
  get readBytes(): number {
    return this.#readBytes;
  }

  /** Exactly these bytes. Throws Damage when the file ends before, inside `what`. */
  async bytes(from: number, length: number, what: string): Promise<Uint8Array> {
    if (from + length > this.sizeBytes) throw this.cutInside(what, from);
    return this.upTo(from, length);
  }

  /** These bytes, or fewer where the file ends before. */
  async upTo(from: number, length: number): Promise<Uint8Array> {
    const wanted = Math.min(length, this.sizeBytes - from);
    if (wanted <= 0) return new Uint8Array(0);
    if (from + wanted <= this.#head.length) return this.#head.subarray(from, from + wanted);
    const bytes = await this.#artifact.read(from, wanted);
    this.#readBytes += bytes.length;
    if (bytes.length < wanted) throw new Damage('it became shorter while it was looked at', BECAME_SHORTER_BITS);
    return bytes.length > wanted ? bytes.subarray(0, wanted) : bytes;
  }

  /** The last bytes, or all of a smaller file. */
  tail(length: number): Promise<Uint8Array> {
    return this.upTo(Math.max(0, this.sizeBytes - length), length);
  }

  /** What to throw where something that begins at `from` goes beyond the end. */
  cutInside(what: string, from: number, structureBits = 0): Damage {
    return cutInside(this.sizeBytes, what, from, structureBits);
  }
}

/** That a file shrinks has nothing to do with what is in it. */
const BECAME_SHORTER_BITS = 64;

export function cutInside(sizeBytes: number, what: string, from: number, structureBits = 0): Damage {
  const length = sizeBytes.toLocaleString('en-US');
  return new Damage(`it is cut short: it ends after ${length} bytes, inside ${what} at ${byteAt(from)}`, structureBits);
}
