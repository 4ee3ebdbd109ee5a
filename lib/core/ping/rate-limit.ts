import { MINUTE_MS } from '../instant.ts';

/**
 * A token bucket for each key, that holds as many as are allowed in a minute and is filled evenly. Of each bucket only
 * the time is kept at which it will be full again.
 */
export class RateLimit {
  readonly #perMinute: number;
  readonly #maxBuckets: number;
  readonly #fullAtMs = new Map<string, number>();

  /** Past `maxBuckets`, the one that was not used for longest is forgotten. */
  constructor(perMinute: number, maxBuckets: number) {
    this.#perMinute = perMinute;
    this.#maxBuckets = maxBuckets;
  }

  /** Takes a token of that key; false when there is none. `nowMs`: of a clock that only goes forward. */
  take(key: string, nowMs: number): boolean {
    const tokenMs = MINUTE_MS / this.#perMinute;
    const fullAtMs = Math.max(this.#fullAtMs.get(key) ?? nowMs, nowMs) + tokenMs;
    // A thousandth of a millisecond, for what is lost in adding fractions.
    if (fullAtMs - nowMs > MINUTE_MS + 0.001) return false;
    this.#fullAtMs.delete(key);
    this.#fullAtMs.set(key, fullAtMs);
    const [oldest] = this.#fullAtMs.keys();
    if (this.#fullAtMs.size > this.#maxBuckets && oldest !== undefined) this.#fullAtMs.delete(oldest);
    return true;
  }
}
