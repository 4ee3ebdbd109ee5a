import type { InventedBucket, InventedObject } from './invented-keys.ts';
import { jobId } from './invented-rules.ts';

const SIZE_BYTES = 400_000_000;

/**
 * A bucket of folders, one for each of many jobs or hosts, each with as many keys that are named by their time. The folders are
 * written to one after the other within each step, or the beginning of each. What lies under one prefix, when the newest was written by `until`.
 */
export class InventedFolders {
  readonly #bucket: InventedBucket;
  readonly #until: number;
  /** The position of the first key under the prefix, of all keys of the bucket. */
  readonly #from: number;
  readonly count: number;

  constructor(bucket: InventedBucket, prefix: string, until: number) {
    this.#bucket = bucket;
    this.#until = until;
    this.#from = this.#firstWhere((key) => key >= prefix);
    this.count = this.#firstWhere((key) => key > prefix && !key.startsWith(prefix)) - this.#from;
  }

  /** The position, under the prefix, of the first key behind `startAfter`. */
  firstAfter(startAfter: string): number {
    return Math.min(this.count, Math.max(0, this.#firstWhere((key) => key > startAfter) - this.#from));
  }

  object(position: number): InventedObject {
    const at = this.#writtenAt(this.#from + position);
    return { key: this.#key(this.#from + position), lastModified: at, sizeBytes: SIZE_BYTES };
  }

  #key(position: number): string {
    const folder = Math.floor(position / this.#bucket.count);
    const name = new Date(this.#writtenAt(position)).toISOString().slice(0, 19).replaceAll(':', '-');
    return `${jobId(folder)}/${name}.dump`;
  }

  #writtenAt(position: number): number {
    const { count, stepMs, withinMs = stepMs, folders = 1 } = this.#bucket;
    const offset = Math.floor((Math.floor(position / count) / folders) * withinMs);
    const newest = Math.floor((this.#until - offset) / stepMs);
    return (newest - count + 1 + (position % count)) * stepMs + offset;
  }

  /** The first position whose key is so; all later ones are too. */
  #firstWhere(isSo: (key: string) => boolean): number {
    let low = 0;
    let high = this.#bucket.count * (this.#bucket.folders ?? 1);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isSo(this.#key(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
