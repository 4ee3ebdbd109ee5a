import { addTo } from '../../core/add-to.ts';
import { compareBytes } from '../../core/evidence/byte-order.ts';
import type { ListedObject, ListedVersion } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { RememberedObject } from '../../core/foresight/remembered-objects.ts';
import type { Instant } from '../../core/instant.ts';
import { type EvidenceSource, EvidenceUnreadable, type UnfinishedUpload } from '../../ports/evidence-source.ts';
import { firstNotBefore, PastListing } from './past-listing.ts';

const PAGE_OBJECTS = 1000;

/** What was listed under a prefix, or why there is no listing. */
interface Listed {
  readonly container: string;
  readonly prefix: string;
  readonly past: PastListing | EvidenceUnreadable;
}

/**
 * A source as it was at `now`: an object is there from its last change on, until it was deleted where the place keeps
 * versions, and a remembered backup whose name was used again until then. What else has been deleted since is not known
 * (docs/design/replay.md). Each prefix is listed once, whole.
 */
export class PastSource implements EvidenceSource {
  readonly #source: EvidenceSource;
  /** By container, in the order of their keys' bytes. */
  readonly #remembered: ReadonlyMap<string, readonly ListedObject[]>;
  /** By container and prefix. */
  readonly #listed = new Map<string, Listed>();
  readonly #refused = new Map<string, string>();
  readonly contentMark?: (place: Place, key: string, sizeBytes: number) => Promise<string>;
  /** The instant at which the source is looked at. */
  now: Instant = 0;

  /** `remembered`: backups that were seen; those that are not listed any more are seen from their instants on. */
  constructor(source: EvidenceSource, remembered: readonly RememberedObject[]) {
    this.#source = source;
    this.#remembered = byContainer(remembered);
    if (source.contentMark !== undefined) this.contentMark = source.contentMark.bind(source);
  }

  /** Where versions may not be listed, and why. */
  get refused(): ReadonlyMap<string, string> {
    return this.#refused;
  }

  /** All that ever lay under a prefix, as far as is known. Throws EvidenceUnreadable. */
  async pastOf(place: Place, prefix: string): Promise<PastListing> {
    const name = `${place.container}\n${prefix}`;
    const listed = this.#listed.get(name) ?? this.#within(place, prefix) ?? (await this.#list(place, prefix));
    this.#listed.set(name, listed);
    if (listed.past instanceof EvidenceUnreadable) throw listed.past;
    return listed.past;
  }

  async *list(place: Place, prefix: string, startAfter?: string): AsyncIterable<readonly ListedObject[]> {
    const objects = (await this.pastOf(place, prefix)).at(this.now);
    let begin = startAfter === undefined ? 0 : firstNotBefore(objects, startAfter);
    if (startAfter !== undefined && objects[begin]?.key === startAfter) begin += 1;
    for (; begin < objects.length; begin += PAGE_OBJECTS) yield objects.slice(begin, begin + PAGE_OBJECTS);
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

  /** A part of what was listed already; undefined where nothing that was listed holds it all. */
  #within({ container }: Place, prefix: string): Listed | undefined {
    const around = [...this.#listed.values()].find(
      (listed) => listed.container === container && prefix.startsWith(listed.prefix),
    );
    if (around === undefined) return undefined;
    const { past } = around;
    return past instanceof EvidenceUnreadable
      ? around
      : { container, prefix, past: new PastListing(past.under(prefix)) };
  }

  async #list(place: Place, prefix: string): Promise<Listed> {
    const versions = await this.#versionsUnder(place, prefix);
    const past = versions instanceof EvidenceUnreadable ? versions : new PastListing(versions);
    return { container: place.container, prefix, past };
  }

  async #versionsUnder(place: Place, prefix: string): Promise<readonly ListedVersion[] | EvidenceUnreadable> {
    let listed: readonly ListedVersion[];
    try {
      listed = (await this.#kept(place, prefix)) ?? (await this.#there(place, prefix));
    } catch (error) {
      if (error instanceof EvidenceUnreadable) return error;
      throw error;
    }
    const isSeen = new Set(listed.map(({ object }) => identityOf(object)));
    const gone = this.#rememberedUnder(place, prefix)
      .filter((object) => !isSeen.has(identityOf(object)))
      .map((object): ListedVersion => ({ object, until: null }));
    const all = [...listed, ...gone].sort(
      (a, b) => compareBytes(a.object.key, b.object.key) || a.object.lastModified - b.object.lastModified,
    );
    return all.map(({ object, until }, index) => {
      const next = all[index + 1]?.object;
      return { object, until: until ?? (next?.key === object.key ? next.lastModified : null) };
    });
  }

  #rememberedUnder({ container }: Place, prefix: string): readonly ListedObject[] {
    const objects = this.#remembered.get(container) ?? [];
    const from = firstNotBefore(objects, prefix);
    let to = from;
    while (objects[to]?.key.startsWith(prefix)) to += 1;
    return objects.slice(from, to);
  }

  /** What the place keeps of what was overwritten or deleted; null where it keeps nothing, or does not show it. */
  async #kept(place: Place, prefix: string): Promise<readonly ListedVersion[] | null> {
    try {
      const versions = (await this.#source.versions?.(place, prefix)) ?? [];
      // A server that knows no versions answers with none.
      return versions.length > 0 ? versions : null;
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable) || error.kind !== 'refused') throw error;
      this.#refused.set(place.container, error.message);
      return null;
    }
  }

  async #there(place: Place, prefix: string): Promise<readonly ListedVersion[]> {
    const versions: ListedVersion[] = [];
    for await (const page of this.#source.list(place, prefix)) {
      for (const object of page) versions.push({ object, until: null });
    }
    return versions;
  }
}

function byContainer(remembered: readonly RememberedObject[]): ReadonlyMap<string, readonly ListedObject[]> {
  const containers = new Map<string, ListedObject[]>();
  for (const { container, object } of remembered) {
    addTo(containers, container, object);
  }
  for (const objects of containers.values()) objects.sort((a, b) => compareBytes(a.key, b.key));
  return containers;
}

function identityOf({ lastModified, sizeBytes }: ListedObject): string {
  return `${lastModified} ${sizeBytes}`;
}
