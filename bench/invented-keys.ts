import { HOUR_MS } from '../lib/core/instant.ts';

/** How key order and time order of a bucket's keys go together. */
type KeyOrder = 'sorted' | 'shuffled' | 'rotating' | 'series' | 'folders';

/**
 * Invented objects: a bucket's name says all there is to know, so that a million keys need no memory.
 * `sorted-30-86400`: under every prefix 30 keys, one written each 86,400 seconds.
 *
 * - `sorted`: keys are named by their time; the oldest goes when a new one comes.
 * - `rotating`: as many slots as keys, overwritten one after the other, as mon.dump ... sun.dump are.
 * - `shuffled`: the same slots, overwritten in an order that is not theirs.
 * - `folders`: `folders-200-365-86400` are 200 folders of 365 keys each (invented-folders.ts); `nightly-200-365-86400` the same,
 *   where all are written to in the first two hours of a day.
 * - `series`: 1,000 names, each with as many keys, named by their time.
 */
export interface InventedBucket {
  readonly order: KeyOrder;
  /** Of keys; in a bucket of folders, in each of them. */
  readonly count: number;
  readonly folders?: number;
  readonly stepMs: number;
  /** In a bucket of folders: within how long of the beginning of a step all of them are written to. */
  readonly withinMs?: number;
}

/** An object as a listing shows it. */
export interface InventedObject {
  readonly key: string;
  readonly lastModified: number;
  readonly sizeBytes: number;
}

/** Names in a bucket of several series. */
export const SERIES = 1_000;

/** In which all folders of a `nightly` bucket are written to. */
const NIGHT_MS = 2 * HOUR_MS;
/** Shares no factor with a power of ten. */
const SHUFFLE = 7_919;
const SIZE_BYTES = 400_000_000;
/** Sizes differ by up to 2%. */
const SIZE_STEP_BYTES = 80_000;

/** Null for a name that is not of this kind. */
export function readBucketName(name: string): InventedBucket | null {
  const [, kind, folders, keys, step] = /^(folders|nightly)-(\d+)-(\d+)-(\d+)$/.exec(name) ?? [];
  if (step !== undefined) {
    const stepMs = Number(step) * 1000;
    const withinMs = kind === 'nightly' ? NIGHT_MS : stepMs;
    return { order: 'folders', count: Number(keys), folders: Number(folders), stepMs, withinMs };
  }
  const match = /^(sorted|shuffled|rotating|series)-(\d+)-(\d+)$/.exec(name);
  if (!match) return null;
  return { order: match[1] as KeyOrder, count: Number(match[2]), stepMs: Number(match[3]) * 1000 };
}

/** What lies under one prefix of a bucket when the newest object was written at or before `writtenUntil`. */
export class InventedKeys {
  readonly #bucket: InventedBucket;
  readonly #prefix: string;
  readonly #newest: number;
  readonly #unshuffle: number;

  constructor(bucket: InventedBucket, prefix: string, writtenUntil: number) {
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.#newest = Math.floor(writtenUntil / bucket.stepMs);
    this.#unshuffle = bucket.order === 'shuffled' ? inverse(SHUFFLE, bucket.count) : 1;
  }

  get #perSeries(): number {
    return this.#bucket.count / SERIES;
  }

  get count(): number {
    return this.#bucket.count;
  }

  /** The key at a position in key order. */
  key(position: number): string {
    if (this.#bucket.order === 'series') {
      const name = String(Math.floor(position / this.#perSeries)).padStart(4, '0');
      return `${this.#prefix}db${name}_${new Date(this.#step(position) * this.#bucket.stepMs).toISOString().slice(0, 10)}.dump`;
    }
    if (this.#bucket.order !== 'sorted') return `${this.#prefix}slot-${String(position).padStart(8, '0')}.dump`;
    const at = new Date(this.#step(position) * this.#bucket.stepMs);
    return `${this.#prefix}${at.toISOString().slice(0, 19).replaceAll(':', '-')}.dump`;
  }

  object(position: number): InventedObject {
    const step = this.#step(position);
    return {
      key: this.key(position),
      lastModified: step * this.#bucket.stepMs,
      sizeBytes: SIZE_BYTES + (step % 100) * SIZE_STEP_BYTES,
    };
  }

  /** The position of the first key behind `startAfter`. */
  firstAfter(startAfter: string): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.key(middle) > startAfter) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Which write, counted in steps since 1970, made the object at a position. */
  #step(position: number): number {
    const { order, count } = this.#bucket;
    if (order === 'series') return this.#newest - this.#perSeries + 1 + (position % this.#perSeries);
    if (order === 'sorted') return this.#newest - count + 1 + position;
    const written = (position * this.#unshuffle) % count;
    return this.#newest - ((this.#newest - written) % count);
  }
}

/** The number that undoes a multiplication by `factor`, modulo `modulus`. */
function inverse(factor: number, modulus: number): number {
  let [previous, current] = [0, 1];
  let [before, rest] = [modulus, factor % modulus];
  while (rest > 1) {
    const quotient = Math.floor(before / rest);
    [before, rest] = [rest, before - quotient * rest];
    [previous, current] = [current, previous - quotient * current];
  }
  return ((current % modulus) + modulus) % modulus;
}
