import type { Instant } from '../instant.ts';

/** The core judges 30 runs; a thousand markers leave room for any number of files a run. */
const MAX_MARKERS = 1000;

/** Remembers when the newest markers were written, by what they speak for. */
export class NewestMarkers {
  #times = new Map<string, Instant>();

  add(speaksFor: string, at: Instant): void {
    this.#times.set(speaksFor, at);
    if (this.#times.size >= 2 * MAX_MARKERS) this.#trim();
  }

  at(speaksFor: string): Instant | undefined {
    return this.#times.get(speaksFor);
  }

  entries(): Iterable<[string, Instant]> {
    return this.#times.entries();
  }

  #trim(): void {
    const newest = [...this.#times].sort((a, b) => b[1] - a[1]).slice(0, MAX_MARKERS);
    this.#times = new Map(newest);
  }
}
