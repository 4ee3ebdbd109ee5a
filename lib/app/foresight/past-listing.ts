import { compareBytes } from '../../core/evidence/byte-order.ts';
import type { ListedObject, ListedVersion } from '../../core/evidence/listed-object.ts';
import type { Instant } from '../../core/instant.ts';

/** With more changes than this it is quicker to begin again. */
const MOST_CHANGES = 50;

/**
 * All that ever lay under a prefix, and what of it was there at an instant. Going on to a later instant takes as long as
 * there are changes between.
 */
export class PastListing {
  /** In the order of their keys' bytes, and of one key the oldest first. */
  readonly versions: readonly ListedVersion[];
  readonly #births: readonly ListedVersion[];
  readonly #ends: readonly (ListedVersion & { readonly until: Instant })[];
  #at: Instant = Number.NEGATIVE_INFINITY;
  #born = 0;
  #ended = 0;
  #there: ListedObject[] = [];

  constructor(versions: readonly ListedVersion[]) {
    this.versions = versions;
    this.#births = [...versions].sort((a, b) => a.object.lastModified - b.object.lastModified);
    this.#ends = versions
      .filter((version): version is ListedVersion & { readonly until: Instant } => version.until !== null)
      .sort((a, b) => a.until - b.until);
  }

  /** What was there at `now`, in the order of their keys' bytes. Holds until it is asked of another instant. */
  at(now: Instant): readonly ListedObject[] {
    if (now === this.#at) return this.#there;
    const isBack = now < this.#at;
    const born = firstWhere(this.#births, ({ object }) => object.lastModified > now);
    const ended = firstWhere(this.#ends, ({ until }) => until > now);
    if (isBack || born - this.#born + (ended - this.#ended) > MOST_CHANGES) {
      this.#there = this.versions.filter((version) => isThere(version, now)).map(({ object }) => object);
    } else {
      for (const { object } of this.#ends.slice(this.#ended, ended)) this.#remove(object);
      for (const version of this.#births.slice(this.#born, born))
        if (isThere(version, now)) this.#insert(version.object);
    }
    [this.#at, this.#born, this.#ended] = [now, born, ended];
    return this.#there;
  }

  /** When something lands next after `now`; infinite for never. */
  nextBirth(now: Instant): Instant {
    const index = firstWhere(this.#births, ({ object }) => object.lastModified > now);
    return this.#births[index]?.object.lastModified ?? Number.POSITIVE_INFINITY;
  }

  /** When something goes away next after `now`; infinite for never. */
  nextEnd(now: Instant): Instant {
    return this.#ends[firstWhere(this.#ends, ({ until }) => until > now)]?.until ?? Number.POSITIVE_INFINITY;
  }

  /** The versions of keys that begin with a prefix. */
  under(prefix: string): readonly ListedVersion[] {
    return this.versions.filter(({ object }) => object.key.startsWith(prefix));
  }

  #insert(object: ListedObject): void {
    this.#there.splice(firstNotBefore(this.#there, object.key), 0, object);
  }

  #remove(object: ListedObject): void {
    const at = firstNotBefore(this.#there, object.key);
    if (this.#there[at] === object) this.#there.splice(at, 1);
  }
}

/** True where the version was what its key held. */
export function isThere({ object, until }: ListedVersion, now: Instant): boolean {
  return object.lastModified <= now && (until === null || until > now);
}

/** The index of the first object whose key is not before `key`. `objects`: in the order of their keys' bytes. */
export function firstNotBefore(objects: readonly ListedObject[], key: string): number {
  return firstWhere(objects, (object) => compareBytes(object.key, key) >= 0);
}

/** The first index from which on it holds. */
export function firstWhere<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as Item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
