import { compareBytes } from '../../../lib/core/evidence/byte-order.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import type { Instant } from '../../../lib/core/instant.ts';
import { EvidenceGone, type EvidenceSource } from '../../../lib/ports/evidence-source.ts';

/** Where a tool leaves its files: a bucket or a disk in memory, with what lies there by full location. */
export class Disk implements EvidenceSource {
  readonly requests = { list: 0, get: 0 };
  readonly #files: Map<string, ListedObject & { readonly text: string }>;
  #puts: number;
  /** By what was listed, until something changes. */
  #listings = new Map<string, readonly ListedObject[]>();

  /** A disk with what lies on another one, or an empty one. */
  constructor(other?: Disk) {
    this.#files = new Map(other === undefined ? [] : other.#files);
    this.#puts = other === undefined ? 0 : other.#puts;
  }

  /** `content`: its text, or how many bytes; the bytes are others each time. */
  put(location: string, at: Instant, content: number | string): void {
    this.#puts += 1;
    this.#listings = new Map();
    const sizeBytes = typeof content === 'number' ? content : content.length;
    const text = typeof content === 'number' ? '' : content;
    const mark = typeof content === 'number' ? `${this.#puts}` : content;
    this.#files.set(location, { key: location, sizeBytes, lastModified: at, contentMark: mark, text });
  }

  /** Removes what `isGone` says of a location; a location that begins so where it is a text. */
  remove(isGone: string | ((location: string) => boolean)): void {
    this.#listings = new Map();
    for (const location of this.#files.keys()) {
      if (typeof isGone === 'string' ? location.startsWith(isGone) : isGone(location)) this.#files.delete(location);
    }
  }

  get locations(): readonly string[] {
    return [...this.#files.keys()];
  }

  async *list({ container }: { readonly container: string }, prefix: string, startAfter = '') {
    this.requests.list += 1;
    const all = this.#listings.get(container + prefix) ?? this.#sorted(container, prefix);
    this.#listings.set(container + prefix, all);
    yield startAfter === '' ? all : all.filter(({ key }) => compareBytes(key, startAfter) > 0);
  }

  #sorted(container: string, prefix: string): readonly ListedObject[] {
    return [...this.#files.values()]
      .filter(({ key }) => key.startsWith(container + prefix))
      .map((file) => ({ ...file, key: file.key.slice(container.length) }))
      .sort((a, b) => compareBytes(a.key, b.key));
  }

  async unfinishedUploads() {
    return [];
  }

  async read({ container }: { readonly container: string }, key: string, maxBytes: number, from = 0) {
    const file = this.#files.get(container + key);
    if (file === undefined) throw new EvidenceGone(container + key, 'no such object');
    if (file.text === '') return statements(from, Math.min(maxBytes, file.sizeBytes - from));
    return new TextEncoder().encode(file.text).slice(from, from + maxBytes);
  }
}

const STATEMENT = 'INSERT INTO `t` VALUES (1,2,3);\n';
const STATEMENTS = new TextEncoder().encode(STATEMENT.repeat(40_000));

/** What files of so many bytes hold, a megabyte at most. */
function statements(from: number, length: number): Uint8Array {
  const begin = from % STATEMENT.length;
  return STATEMENTS.subarray(begin, begin + Math.max(0, length));
}
