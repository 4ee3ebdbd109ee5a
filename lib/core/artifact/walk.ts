import type { ArtifactReader } from './artifact-reader.ts';
import { ReadLimitReached } from './finding.ts';
import type { Forward } from './forward.ts';
import type { ReadLimits } from './read-limits.ts';

/** Goes from header to header through a file, and never reads more than it may: throws ReadLimitReached instead. */
export class Walk implements Forward {
  readonly #reader: ArtifactReader;
  readonly #limits: Omit<ReadLimits, 'maxInsideBytes'>;
  #readBytes = 0;
  #reads = 0;
  #window: Uint8Array = new Uint8Array(0);
  #windowFrom = 0;

  constructor(reader: ArtifactReader, limits: Omit<ReadLimits, 'maxInsideBytes'>) {
    this.#reader = reader;
    this.#limits = limits;
  }

  get lengthBytes(): number {
    return this.#reader.sizeBytes;
  }

  async bytes(from: number, length: number, what: string): Promise<Uint8Array> {
    if (from + length > this.#reader.sizeBytes) throw this.#reader.cutInside(what, from);
    return this.upTo(from, length);
  }

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
