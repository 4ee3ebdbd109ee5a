import type { Instant } from '../instant.ts';
import { compareBytes } from './byte-order.ts';
import type { ListedObject } from './listed-object.ts';
import { isOnItsWay } from './never-backup.ts';
import { PlaceMatcher } from './place-matcher.ts';

/** At most this many reports are read in one look (docs/design/heartbeats.md#reports). */
const MAX_REPORTS = 50;

/** Folds a listing of a job's reports into the few that are read: the newest of those that a row does not know. */
export class NewestReports {
  readonly matcher: PlaceMatcher;
  readonly #after: Instant;
  #kept: ListedObject[] = [];

  /** Only reports later than `after` are kept. */
  constructor(template: string, after: Instant) {
    this.matcher = new PlaceMatcher(template);
    this.#after = after;
  }

  add(page: readonly ListedObject[]): void {
    for (const object of page) {
      if (object.lastModified <= this.#after || object.key.endsWith('/') || isOnItsWay(object.key)) continue;
      if (this.matcher.match(object.key) === null) continue;
      this.#kept.push(object);
      if (this.#kept.length >= 2 * MAX_REPORTS) this.#trim();
    }
  }

  /** Newest first. */
  get(): readonly ListedObject[] {
    this.#trim();
    return this.#kept;
  }

  #trim(): void {
    this.#kept.sort((a, b) => b.lastModified - a.lastModified || compareBytes(b.key, a.key));
    this.#kept = this.#kept.slice(0, MAX_REPORTS);
  }
}
