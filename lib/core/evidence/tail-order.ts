import type { Instant } from '../instant.ts';
import { compareBytes } from './byte-order.ts';
import type { KeyOrder } from './listing-order.ts';

/** The core judges the newest 30 runs. */
const MAX_HELD = 40;

interface Seen {
  readonly key: string;
  readonly ts: Instant;
}

/**
 * Watches a listing that comes in no order: whether the last names are the newest files, and their order is that of time.
 * It holds 40 names, however many there are.
 */
export class TailOrder implements KeyOrder {
  /** The last names, in key order. */
  #tail: Seen[] = [];
  #newestOfOthers = Number.NEGATIVE_INFINITY;

  see(key: string, ts: Instant): void {
    const [first] = this.#tail;
    if (this.#tail.length >= MAX_HELD && first !== undefined && compareBytes(key, first.key) < 0) {
      this.#newestOfOthers = Math.max(this.#newestOfOthers, ts);
      return;
    }
    const at = this.#tail.findLastIndex((seen) => compareBytes(seen.key, key) < 0) + 1;
    this.#tail.splice(at, 0, { key, ts });
    if (this.#tail.length <= MAX_HELD) return;
    const [dropped, ...tail] = this.#tail;
    this.#newestOfOthers = Math.max(this.#newestOfOthers, dropped?.ts ?? this.#newestOfOthers);
    this.#tail = tail;
  }

  get ordered(): boolean {
    let before = this.#newestOfOthers;
    for (const { ts } of this.#tail) {
      if (ts < before) return false;
      before = ts;
    }
    return true;
  }

  get orderedInFolder(): boolean {
    return false;
  }
}
