import { cutInside } from '../artifact-reader.ts';
import type { Forward } from '../forward.ts';
import type { Decompressed } from './decompress.ts';

/** What is compressed, as a source whose end says nothing. */
export async function* asSource(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, Decompressed, void> {
  yield* content;
  return { consumedBytes: 0 };
}

/** Decompressed bytes as they come, from the front to the end and never back. Throws what undoing the compression throws. */
export class Flow implements Forward {
  readonly #source: AsyncGenerator<Uint8Array, Decompressed, void>;
  #window: Uint8Array = new Uint8Array(0);
  #windowFrom = 0;
  #end: Decompressed | null = null;

  constructor(source: AsyncGenerator<Uint8Array, Decompressed, void>) {
    this.#source = source;
  }

  get lengthBytes(): number {
    return this.#windowFrom + this.#window.length;
  }

  async bytes(from: number, length: number, what: string): Promise<Uint8Array> {
    const bytes = await this.upTo(from, length);
    if (bytes.length < length) throw cutInside(this.lengthBytes, what, from);
    return bytes;
  }

  async upTo(from: number, length: number): Promise<Uint8Array> {
    while (this.lengthBytes < from + length) {
      const next = await this.#pull();
      if (next === null) break;
      this.#append(next, from);
    }
    const start = Math.max(0, from - this.#windowFrom);
    return this.#window.subarray(start, start + length);
  }

  /** Goes on to the end; each piece that was not asked for yet is shown to `see`. */
  async drain(see: (bytes: Uint8Array) => void): Promise<Decompressed> {
    see(this.#window);
    while (this.#end === null) {
      const next = await this.#pull();
      if (next === null) break;
      this.#windowFrom = this.lengthBytes;
      this.#window = next;
      see(next);
    }
    return this.#end ?? { consumedBytes: 0 };
  }

  /** Ends the source before its end. */
  async close(): Promise<void> {
    if (this.#end === null) await this.#source.return({ consumedBytes: 0 });
  }

  async #pull(): Promise<Uint8Array | null> {
    if (this.#end !== null) return null;
    const next = await this.#source.next();
    if (!next.done) return next.value;
    this.#end = next.value;
    return null;
  }

  /** What lies before `from` is let go, so that no more is kept than is asked for. */
  #append(next: Uint8Array, from: number): void {
    const end = this.lengthBytes + next.length;
    const kept = this.#window.subarray(Math.max(0, from - this.#windowFrom));
    this.#windowFrom = end - next.length - kept.length;
    if (kept.length === 0) {
      this.#window = next;
      return;
    }
    const whole = new Uint8Array(kept.length + next.length);
    whole.set(kept);
    whole.set(next, kept.length);
    this.#window = whole;
  }
}
