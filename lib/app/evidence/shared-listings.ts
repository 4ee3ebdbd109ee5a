import { addTo } from '../../core/add-to.ts';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import { sourceOf as sourceFacts } from '../../core/model/scheme.ts';
import { commonPrefix, type ListableOf, planSweeps, type WantedLook } from '../../core/planning/plan-sweeps.ts';
import { type Part, Sweep } from '../../core/planning/sweep.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import { inTime } from '../../time/in-time.ts';
import type { Listing } from './plan-listings.ts';

type Page = readonly ListedObject[];
type SourceOf = (scheme: Place['scheme']) => Promise<EvidenceSource>;

/** A look that is planned, and its place in the order in which looks are best made. */
interface Planned {
  readonly sweep: RunningSweep;
  readonly sweepIndex: number;
  readonly position: number;
}

/** A page takes a tenth of a second; what takes this long is throttled or hangs. */
const MAX_WAIT_MS = 5_000;
const NOT_KNOWN: ListableOf = () => null;

/**
 * The listings of one pass. Looks that were planned together are served by one listing; any other, and what a common
 * listing could not give, is listed by itself.
 */
export class SharedListings {
  readonly #sourceOf: SourceOf;
  readonly #listableOf: ListableOf;
  readonly #planned = new Map<string, Planned>();
  #sweeps = 0;

  constructor(sourceOf: SourceOf, listableOf: ListableOf = NOT_KNOWN) {
    this.#sourceOf = sourceOf;
    this.#listableOf = listableOf;
  }

  /** Says what will be looked at; may be called again for looks that are known later. */
  plan(looks: readonly { readonly place: Place; readonly look: WantedLook }[]): void {
    const places = new Map(looks.map(({ place, look }) => [look.id, place]));
    const wanted = looks.filter(({ place }) => isShareable(place)).map(({ look }) => look);
    for (const planned of planSweeps(wanted, this.#listableOf)) {
      const place = places.get(planned.looks[0]?.id ?? '');
      if (place === undefined) continue;
      const sweep = new RunningSweep(place, planned.prefix, new Sweep(planned), this.#sourceOf);
      for (const [position, { id }] of planned.looks.entries()) {
        this.#planned.set(id, { sweep, sweepIndex: this.#sweeps, position });
      }
      this.#sweeps += 1;
    }
  }

  /**
   * The order in which to begin looks: those of a common listing as their keys come by, so that little is held, and
   * several common listings side by side. The first stays among the first.
   */
  inOrder<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
    if (this.#planned.size === 0) return items;
    const lists = new Map<number | null, Item[]>();
    for (const item of items) {
      const index = this.#planned.get(item.id)?.sweepIndex ?? null;
      addTo(lists, index, item);
    }
    const positionOf = ({ id }: Item) => this.#planned.get(id)?.position ?? 0;
    for (const list of lists.values()) list.sort((a, b) => positionOf(a) - positionOf(b));
    const ordered: Item[] = [];
    let left = [...lists.values()];
    for (let round = 0; left.length > 0; round += 1) {
      ordered.push(...left.flatMap((list) => list.slice(round, round + 1)));
      left = left.filter(({ length }) => length > round + 1);
    }
    return ordered;
  }

  /** What the listings of a look show, page by page, each key once. Throws EvidenceUnreadable. */
  async *pages(look: string, place: Place, listings: readonly Listing[]): AsyncGenerator<Page> {
    const planned = this.#planned.get(look);
    // Once only: a second look of a pass wants to see what is there now.
    this.#planned.delete(look);
    if (planned?.sweep.isFor(look, listings)) {
      yield* planned.sweep.pages(look);
      return;
    }
    if (listings.length > 1 && isShareable(place)) {
      yield* this.#ofOne(look, place, listings);
      return;
    }
    const source = await this.#sourceOf(place.scheme);
    for (const { prefix, startAfter } of listings) yield* source.list(place, prefix, startAfter ?? undefined);
  }

  /** The prefixes of one look lie together too. */
  #ofOne(id: string, place: Place, listings: readonly Listing[]): AsyncGenerator<Page> {
    const prefixes = listings.map(({ prefix }) => prefix);
    const prefix = commonPrefix(prefixes);
    const sweep = new Sweep({
      container: place.container,
      prefix,
      looks: [{ id, container: place.container, prefixes, keys: null }],
      pages: prefixes.length,
    });
    return new RunningSweep(place, prefix, sweep, this.#sourceOf).pages(id);
  }
}

/** Keys come in no order from a directory bucket, and a listing cannot begin at a key. Source: S3 user guide. */
function isShareable({ scheme, bucket }: Place): boolean {
  return sourceFacts(scheme).listsInOrder && !bucket.endsWith('--x-s3');
}

/** A sweep with its requests. It goes on as far as a look needs it to, whichever asks. */
class RunningSweep {
  readonly #place: Place;
  readonly #prefix: string;
  readonly #sweep: Sweep;
  readonly #sourceOf: SourceOf;
  #listing: AsyncIterator<Page> | null = null;
  #step: Promise<void> | null = null;

  constructor(place: Place, prefix: string, sweep: Sweep, sourceOf: SourceOf) {
    this.#place = place;
    this.#prefix = prefix;
    this.#sweep = sweep;
    this.#sourceOf = sourceOf;
  }

  /** False where a look needs other keys than was planned. */
  isFor(look: string, listings: readonly Listing[]): boolean {
    const parts = this.#sweep.partsOf(look);
    return (
      parts.length === listings.length &&
      listings.every(({ prefix, startAfter }, index) => startAfter === null && parts[index]?.prefix === prefix)
    );
  }

  async *pages(look: string): AsyncGenerator<Page> {
    for (const part of this.#sweep.partsOf(look)) yield* this.#partPages(part);
  }

  async *#partPages(part: Part): AsyncGenerator<Page> {
    for (;;) {
      if (part.objects.length > 0) {
        const { objects } = part;
        part.objects = [];
        yield objects;
      }
      if (part.state !== 'open') break;
      this.#step ??= this.#advance().finally(() => {
        this.#step = null;
      });
      await this.#step;
    }
    if (part.state === 'done') return;
    const source = await this.#sourceOf(this.#place.scheme);
    yield* source.list(this.#place, part.prefix, part.lastKey ?? undefined);
  }

  /** One request. What is refused or cut here says nothing of what a look may list by itself. */
  async #advance(): Promise<void> {
    const step = this.#sweep.next();
    if (step === null) return;
    try {
      if (step.kind === 'begin' || this.#listing === null) {
        await this.#listing?.return?.();
        const source = await this.#sourceOf(this.#place.scheme);
        const startAfter = step.kind === 'begin' ? (step.startAfter ?? undefined) : undefined;
        this.#listing = source.list(this.#place, this.#prefix, startAfter)[Symbol.asyncIterator]();
      }
      // One answer that does not come must not hold up all the looks.
      const answer = await inTime(this.#listing.next(), { leftMs: MAX_WAIT_MS });
      if (answer.kind === 'done') this.#sweep.take(answer.value.done ? null : answer.value.value);
      else this.#sweep.giveUp();
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
      this.#sweep.giveUp();
    }
  }
}
