import { compareBytes } from '../evidence/byte-order.ts';
import { keyJustBefore } from '../evidence/key-just-before.ts';
import type { ListedObject } from '../evidence/listed-object.ts';
import { PAGE_KEYS, type PlannedSweep } from './plan-sweeps.ts';

/** After this many requests it shows whether sharing is worth it. */
const MIN_PAGES = 4;
/** Fewer looks than this for each request are better made side by side. */
const MIN_LOOKS_PER_PAGE = 1.5;

/** One prefix of one look, and what the sweep has seen of it. */
export interface Part {
  readonly look: string;
  readonly prefix: string;
  /** What was listed and not taken yet. */
  objects: ListedObject[];
  /** The last key that the sweep saw of it; null before any. */
  lastKey: string | null;
  /** `alone`: its look lists the rest by itself, behind `lastKey`. */
  state: 'open' | 'done' | 'alone';
}

/** The next request of a sweep. */
export type SweepStep =
  | { readonly kind: 'go-on' }
  /** A new listing, with the keys behind `startAfter`. */
  | { readonly kind: 'begin'; readonly startAfter: string | null };

/**
 * One listing that serves several looks (docs/design/evidence.md#shared-looks). What lies between two of them is skipped.
 * It takes no more requests than the looks would take alone: each request begins inside a part that is not done, and
 * either ends that part or carries it on by a whole page; a part that gets no company is left to its look. (One more for
 * such a part that ends exactly with a page.) Pure: the caller makes the requests.
 */
export class Sweep {
  readonly #prefix: string;
  readonly #pageKeys: number;
  readonly #maxPages: number;
  /** In byte order of their prefixes. */
  readonly #parts: readonly Part[];
  readonly #isShared: boolean;
  readonly #byLook = new Map<string, Part[]>();
  readonly #openOf = new Map<string, number>();
  /** The parts before this index were begun. */
  #begun = 0;
  /** Begun and open. */
  #active: Part[] = [];
  #lastKey: string | null = null;
  #wasFull = false;
  #pages = 0;
  #served = 0;

  constructor({ prefix, looks, pages }: PlannedSweep, pageKeys = PAGE_KEYS) {
    this.#prefix = prefix;
    this.#pageKeys = pageKeys;
    this.#isShared = looks.length > 1;
    this.#maxPages = 2 * pages + 16;
    for (const { id, prefixes } of looks) {
      this.#byLook.set(
        id,
        prefixes.map((each) => newPart(id, each)),
      );
      this.#openOf.set(id, prefixes.length);
    }
    this.#parts = [...this.#byLook.values()].flat().sort((a, b) => compareBytes(a.prefix, b.prefix));
  }

  /** In byte order of their prefixes. */
  partsOf(look: string): readonly Part[] {
    return this.#byLook.get(look) ?? [];
  }

  /** Null when every part is done or left to its look. */
  next(): SweepStep | null {
    if (this.#active.length > 0) return { kind: 'go-on' };
    const first = this.#parts[this.#begun];
    if (first === undefined) return null;
    if (!this.#begins) return { kind: 'go-on' };
    return { kind: 'begin', startAfter: first.prefix === this.#prefix ? null : keyJustBefore(first.prefix) };
  }

  get #begins(): boolean {
    return this.#active.length === 0 && (this.#pages === 0 || this.#wasFull);
  }

  /** What a request gave; null when the listing has ended. */
  take(page: readonly ListedObject[] | null): void {
    if (page === null) {
      this.#end('done');
      return;
    }
    const carried = new Set(this.#active);
    const first = this.#parts[this.#begun];
    if (carried.size === 0 && first !== undefined && this.#begins) carried.add(first);
    const ended = new Set<string>();
    for (const object of page) {
      if (this.#lastKey !== null && compareBytes(object.key, this.#lastKey) <= 0) {
        // Not in order: nothing can be said of what comes behind a key.
        this.#end('alone');
        return;
      }
      this.#see(object, ended);
      this.#lastKey = object.key;
    }
    this.#pages += 1;
    this.#wasFull = page.length >= this.#pageKeys;
    for (const part of this.#active) if (carried.has(part)) ended.add(this.#countedAs(part));
    this.#served += ended.size;
    // What follows a page that is not full is most likely the end, which shows for nothing.
    if (this.#wasFull) this.#weigh(carried);
  }

  /** The looks make the rest themselves. */
  giveUp(): void {
    this.#end('alone');
  }

  #see(object: ListedObject, ended: Set<string>): void {
    for (const part of this.#active) if (!object.key.startsWith(part.prefix)) this.#close(part, 'done', ended);
    for (let next = this.#parts[this.#begun]; next; next = this.#parts[this.#begun]) {
      const isInside = object.key.startsWith(next.prefix);
      if (!isInside && compareBytes(next.prefix, object.key) > 0) break;
      this.#begun += 1;
      this.#active.push(next);
      if (!isInside) this.#close(next, 'done', ended);
    }
    for (const part of this.#active) {
      part.objects.push(object);
      part.lastKey = object.key;
    }
  }

  #weigh(carried: ReadonlySet<Part>): void {
    const [only] = this.#active;
    const isLonely = this.#active.length === 1 && only !== undefined && carried.has(only);
    if (isLonely) this.#close(only, 'alone', new Set());
    const isPoor = this.#pages >= MIN_PAGES && this.#served < MIN_LOOKS_PER_PAGE * this.#pages;
    if (isPoor || this.#pages >= this.#maxPages) this.#end('alone');
  }

  #close(part: Part, state: 'done' | 'alone', ended: Set<string>): void {
    part.state = state;
    this.#active = this.#active.filter((other) => other !== part);
    const left = (this.#openOf.get(part.look) ?? 1) - 1;
    this.#openOf.set(part.look, left);
    if (left === 0 || !this.#isShared) ended.add(this.#countedAs(part));
  }

  /** Of a single look each part counts: it would be a request. */
  #countedAs({ look, prefix }: Part): string {
    return this.#isShared ? look : prefix;
  }

  #end(state: 'done' | 'alone'): void {
    for (const part of this.#parts) if (part.state === 'open') part.state = state;
    this.#begun = this.#parts.length;
    this.#active = [];
  }
}

function newPart(look: string, prefix: string): Part {
  return { look, prefix, objects: [], lastKey: null, state: 'open' };
}
