import type { Instant } from '../instant.ts';
import { compareBytes } from './byte-order.ts';

/** Watches a listing go by: whether key order was time order, and which key holds the newest run. */
export class ListingOrder {
  #ordered = true;
  #lastKey: string | null = null;
  #lastTs = Number.NEGATIVE_INFINITY;
  #newestKey: string | null = null;
  #newestTs = Number.NEGATIVE_INFINITY;

  see(key: string, ts: Instant): void {
    if (this.#lastKey !== null && (compareBytes(this.#lastKey, key) >= 0 || ts < this.#lastTs)) this.#ordered = false;
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

  /** Null when nothing was seen. */
  get newestKey(): string | null {
    return this.#newestKey;
  }
}
