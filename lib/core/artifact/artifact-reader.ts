import { byteAt, Damage, ReadLimitReached } from './finding.ts';

/** A file or an object, and how to read a range of it. */
export interface Artifact {
  /** Its file name or key: what it promises to be. */
  readonly name: string;
  readonly sizeBytes: number;
  /** `length` bytes (at least 1) from byte `from` on, all of them before `sizeBytes`. What it throws passes through. */
  read(from: number, length: number): Promise<Uint8Array>;
}

/** How much may be read of kinds that have to be gone through, and what reading costs where the artifact is. */
export interface ReadLimits {
  readonly maxBytes: number;
  readonly maxReads: number;
  /** Bytes that take as long as asking once more: what lies nearer is read along and not asked for by itself. */
  readonly seekBytes: number;
}

/** Runner page, phase 5. A read costs next to nothing here. */
export const LIMITS_ON_PATH: ReadLimits = { maxBytes: 1 << 30, maxReads: Number.POSITIVE_INFINITY, seekBytes: 64 };

/** Runner page, phase 5. Each read is a request of some 30 ms, and billed. */
export const LIMITS_ON_S3: ReadLimits = { maxBytes: 64 << 20, maxReads: 256, seekBytes: 1 << 20 };

/** Bytes from the beginning that are read at once: enough to tell what it is, and kept. */
const HEAD_BYTES = 4096;

/** Reads ranges, and takes a range that is not there for the damage it is. */
export class ArtifactReader {
  readonly sizeBytes: number;
  #head: Uint8Array = new Uint8Array(0);
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
    if (bytes.length < wanted) throw new Damage('cut-short', 'it became shorter while it was looked at');
    return bytes.length > wanted ? bytes.subarray(0, wanted) : bytes;
  }

  /** The last bytes, or all of a smaller file. */
  tail(length: number): Promise<Uint8Array> {
    return this.upTo(Math.max(0, this.sizeBytes - length), length);
  }

  /** What to throw where something that begins at `from` goes beyond the end. */
  cutInside(what: string, from: number): Damage {
    const { sizeBytes } = this;
    const length = sizeBytes.toLocaleString('en-US');
    return new Damage('cut-short', `it is cut short: it ends after ${length} bytes, inside ${what} at ${byteAt(from)}`);
  }
}

/** Goes from header to header through a file, and never reads more than it may. */
export class Walk {
  readonly #reader: ArtifactReader;
  readonly #limits: ReadLimits;
  #readBytes = 0;
  #reads = 0;
  #window: Uint8Array = new Uint8Array(0);
  #windowFrom = 0;

  constructor(reader: ArtifactReader, limits: ReadLimits) {
    this.#reader = reader;
    this.#limits = limits;
  }

  /** Exactly these bytes. Throws Damage as the reader does, and ReadLimitReached. */
  async bytes(from: number, length: number, what: string): Promise<Uint8Array> {
    if (from + length > this.#reader.sizeBytes) throw this.#reader.cutInside(what, from);
    return this.upTo(from, length);
  }

  /** These bytes, or fewer where the file ends before. Throws ReadLimitReached. */
  async upTo(from: number, length: number): Promise<Uint8Array> {
    const end = Math.min(from + length, this.#reader.sizeBytes);
    if (from >= end) return new Uint8Array(0);
    const windowEnd = this.#windowFrom + this.#window.length;
    if (from < this.#windowFrom || end > windowEnd) await this.#move(from, length, from - windowEnd);
    const start = from - this.#windowFrom;
    return this.#window.subarray(start, start + length);
  }

  async #move(from: number, length: number, gap: number): Promise<void> {
    const { maxBytes, maxReads, seekBytes } = this.#limits;
    const ahead = gap <= seekBytes ? Math.max(length, seekBytes) : length;
    const wanted = Math.min(ahead, this.#reader.sizeBytes - from);
    this.#reads += 1;
    this.#readBytes += wanted;
    if (this.#readBytes > maxBytes || this.#reads > maxReads) throw new ReadLimitReached();
    this.#window = await this.#reader.upTo(from, wanted);
    this.#windowFrom = from;
  }
}
