import { HOUR_MS, type Instant } from '../../lib/core/instant.ts';
import { complain } from './complain.ts';

/** Complaints of a process that goes on: each at most once an hour, since the log may be on the disk that is full. */
export class Complaints {
  readonly #madeAt = new Map<string, Instant>();

  /** Prints `line`, unless one of the same `cause` was printed within the hour before `now`. */
  make(cause: string, line: string, now: Instant): void {
    for (const [each, at] of this.#madeAt) if (Math.abs(now - at) >= HOUR_MS) this.#madeAt.delete(each);
    if (this.#madeAt.has(cause)) return;
    this.#madeAt.set(cause, now);
    complain(line);
  }
}
