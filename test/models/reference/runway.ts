import { HOUR } from './clauses.ts';

const SHORT = 48 * HOUR;

/** What was seen of copies that are deleted (docs/design/decision.md#runway): within which ages they may go. */
export class Runway {
  #oldest: number | null = null;
  /** The least age of the oldest copy that a deletion left, and the greatest age of one that was gone. */
  #shortest = Number.POSITIVE_INFINITY;
  #longest = 0;
  /** The most that a deletion left, and whether a later one left fewer: what keeps a number never does. */
  #mostLeft = 0;
  #isByAge = false;

  copy(): Runway {
    const copy = new Runway();
    copy.#oldest = this.#oldest;
    copy.#shortest = this.#shortest;
    copy.#longest = this.#longest;
    copy.#mostLeft = this.#mostLeft;
    copy.#isByAge = this.#isByAge;
    return copy;
  }

  /** A look: when the finished runs that are there ended. */
  see(there: readonly number[], now: number): void {
    const gone = this.#oldest;
    if (there.length === 0) return;
    if (gone !== null && Math.min(...there) > gone) {
      this.#shortest = Math.min(this.#shortest, now - Math.min(...there));
      this.#longest = Math.max(this.#longest, now - gone);
      if (there.length < this.#mostLeft) this.#isByAge = true;
      this.#mostLeft = Math.max(this.#mostLeft, there.length);
    }
    this.#oldest = Math.min(...there);
  }

  /** The newest good copy may be gone by then. */
  mayEndBy(lastGood: number | null, instant: number): boolean {
    if (!this.#isByAge || this.#longest <= SHORT || lastGood === null) return false;
    return lastGood + this.#shortest <= instant;
  }

  toJSON(): readonly unknown[] {
    return [this.#oldest, this.#shortest, this.#longest, this.#mostLeft, this.#isByAge];
  }
}
