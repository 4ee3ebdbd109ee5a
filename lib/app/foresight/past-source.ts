import { compareBytes } from '../../core/evidence/byte-order.ts';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { RememberedObject } from '../../core/foresight/remembered-objects.ts';
import type { Instant } from '../../core/instant.ts';
import { type EvidenceSource, EvidenceUnreadable, type UnfinishedUpload } from '../../ports/evidence-source.ts';

/** Pages are small: of a place with more than one, later looks need only what is new (docs/design/evidence.md#listing). */
const PAGE_OBJECTS = 30;

/** An object and how long it was what its key held; null where it still is, as far as is known. */
interface Version {
  readonly object: ListedObject;
  readonly until: Instant | null;
}

interface Listed {
  readonly container: string;
  readonly prefix: string;
  /** By their keys' bytes, and of one key the oldest first; or why there is no listing. */
  readonly versions: readonly Version[] | EvidenceUnreadable;
}

/**
 * A source as it was at `now`: an object is there from its last change on, and a remembered backup whose name was used
 * again until then. What has been deleted since is not known (docs/design/replay.md). Each prefix is listed
 * once, whole.
 */
export class PastSource implements EvidenceSource {
  readonly #source: EvidenceSource;
  readonly #remembered: readonly RememberedObject[];
  readonly #listed: Listed[] = [];
  readonly contentMark?: (place: Place, key: string, sizeBytes: number) => Promise<string>;
  /** The instant at which the source is looked at. */
  now: Instant = 0;

  /** `remembered`: backups that were seen; those that are not listed any more are seen from their instants on. */
  constructor(source: EvidenceSource, remembered: readonly RememberedObject[]) {
    this.#source = source;
    this.#remembered = remembered;
    if (source.contentMark !== undefined) this.contentMark = source.contentMark.bind(source);
  }

  /** Everything that ever was under a prefix, as far as is known. Throws EvidenceUnreadable. */
  async everListed(place: Place, prefix: string): Promise<readonly ListedObject[]> {
    return (await this.#under(place, prefix)).map(({ object }) => object);
  }

  async *list(place: Place, prefix: string, startAfter?: string): AsyncIterable<readonly ListedObject[]> {
    const versions = await this.#under(place, prefix);
    let page: ListedObject[] = [];
    for (
      let index = startAfter === undefined ? 0 : firstAfter(versions, startAfter);
      index < versions.length;
      index += 1
    ) {
      const { object, until } = versions[index] as Version;
      if (object.lastModified > this.now || (until !== null && until <= this.now)) continue;
      page.push(object);
      if (page.length === PAGE_OBJECTS) {
        yield page;
        page = [];
      }
    }
    if (page.length > 0) yield page;
  }

  /** Uploads that were under way in the past are not known. */
  async unfinishedUploads(): Promise<readonly UnfinishedUpload[]> {
    return [];
  }

  read(place: Place, key: string, maxBytes: number, from?: number): Promise<Uint8Array> {
    return this.#source.read(place, key, maxBytes, from);
  }

  get requests(): EvidenceSource['requests'] {
    return this.#source.requests;
  }

  async #under(place: Place, prefix: string): Promise<readonly Version[]> {
    const known = this.#listed.find(
      (listed) => listed.container === place.container && prefix.startsWith(listed.prefix),
    );
    const { versions } = known ?? (await this.#list(place, prefix));
    if (versions instanceof EvidenceUnreadable) throw versions;
    return known === undefined || known.prefix === prefix ? versions : beginningWith(versions, prefix);
  }

  async #list(place: Place, prefix: string): Promise<Listed> {
    const listed = { container: place.container, prefix, versions: await this.#versionsUnder(place, prefix) };
    this.#listed.push(listed);
    return listed;
  }

  async #versionsUnder(place: Place, prefix: string): Promise<Listed['versions']> {
    const objects: ListedObject[] = [];
    try {
      for await (const page of this.#source.list(place, prefix)) for (const object of page) objects.push(object);
    } catch (error) {
      if (error instanceof EvidenceUnreadable) return error;
      throw error;
    }
    const isSeen = new Set(objects.map(identityOf));
    const gone = this.#remembered
      .filter(({ container, object }) => container === place.container && object.key.startsWith(prefix))
      .map(({ object }) => object)
      .filter((object) => !isSeen.has(identityOf(object)));
    const all = [...objects, ...gone].sort((a, b) => compareBytes(a.key, b.key) || a.lastModified - b.lastModified);
    return all.map((object, index) => {
      const next = all[index + 1];
      return { object, until: next?.key === object.key ? next.lastModified : null };
    });
  }
}

function identityOf({ lastModified, sizeBytes }: ListedObject): string {
  return `${lastModified} ${sizeBytes}`;
}

function beginningWith(versions: readonly Version[], prefix: string): readonly Version[] {
  const begin = firstNotBefore(versions, prefix);
  let end = begin;
  while (end < versions.length && versions[end]?.object.key.startsWith(prefix)) end += 1;
  return versions.slice(begin, end);
}

function firstAfter(versions: readonly Version[], key: string): number {
  let index = firstNotBefore(versions, key);
  while (versions[index]?.object.key === key) index += 1;
  return index;
}

function firstNotBefore(versions: readonly Version[], key: string): number {
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareBytes((versions[middle] as Version).object.key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
