import type { Instant } from '../instant.ts';
import { compareBytes } from './byte-order.ts';
import { folderOf } from './place-template.ts';

/** Whether key order is time order, as far as a look can say. */
export interface KeyOrder {
  see(key: string, ts: Instant): void;
  readonly ordered: boolean;
  readonly orderedInFolder: boolean;
}

/** Watches a listing go by: whether key order was time order, and which key holds the newest run. */
export class ListingOrder implements KeyOrder {
  #ordered = true;
  #orderedInFolder = true;
  #lastKey: string | null = null;
  #lastTs = Number.NEGATIVE_INFINITY;
  #newestKey: string | null = null;
  #newestTs = Number.NEGATIVE_INFINITY;

  see(key: string, ts: Instant): void {
    if (this.#lastKey !== null) {
      const isSorted = compareBytes(this.#lastKey, key) < 0;
      if (!isSorted || ts < this.#lastTs) this.#ordered = false;
      if (!isSorted || (ts < this.#lastTs && parentOf(key) === parentOf(this.#lastKey))) this.#orderedInFolder = false;
    }
    this.#lastKey = key;
    this.#lastTs = ts;
    const isNewest = ts > this.#newestTs || (ts === this.#newestTs && compareBytes(key, this.#newestKey ?? '') > 0);
    if (!isNewest) return;
    this.#newestTs = ts;
    this.#newestKey = key;
  }

  /** True when keys came in UTF-8 byte order and none was older than the one before it. */
  get ordered(): boolean {
    return this.#ordered;
  }

  /** True when that is so of the keys that follow each other in one folder. */
  get orderedInFolder(): boolean {
    return this.#orderedInFolder;
  }

  /** Null when nothing was seen. */
  get newestKey(): string | null {
    return this.#newestKey;
  }
}

/** The folder that a file or a run's folder lies in. */
export function parentOf(key: string): string {
  return folderOf(key.endsWith('/') ? key.slice(0, -1) : key);
}
