import type { ListingMode } from '../../core/evidence/choose-listing.ts';
import type { CollectedBackups } from '../../core/evidence/collecting.ts';
import { MemberCollectors } from '../../core/evidence/member-collectors.ts';
import type { Place } from '../../core/evidence/place.ts';
import { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import type { RememberedPlace } from '../../core/evidence/remembered-place.ts';
import type { Instant } from '../../core/instant.ts';
import { matchesName } from '../../core/members/name-pattern.ts';
import type { Job } from '../../core/model/job.ts';
import type { EvidenceSource, UnfinishedUpload } from '../../ports/evidence-source.ts';
import { type Listing, planListings, scopeOf, wantedLook } from './plan-listings.ts';
import { SharedListings } from './shared-listings.ts';
import { WholeReports } from './whole-reports.ts';

type SourceOf = (scheme: Place['scheme']) => Promise<EvidenceSource>;

/** What one look at the place of a job with `{each}` showed of its members, by their names. */
export interface WholeLook {
  readonly mode: ListingMode;
  readonly listings: readonly Listing[];
  readonly members: ReadonlyMap<string, CollectedBackups>;
}

/** What a look at the place of a job with `{each}` is made by. */
export interface WholeLookRequest {
  readonly mode: ListingMode;
  /** Of the member whose newest run is the oldest: a look at the newest dates reaches back to it. */
  readonly memory: RememberedPlace;
  readonly now: Instant;
  /** The names of the members that are known. */
  readonly known: ReadonlySet<string>;
}

/** The looks of one pass at places with `{each}`: one listing of each place serves all of its members. */
export class WholeLooks {
  /** What lies in the places of their reports. */
  readonly reports = new WholeReports();
  readonly #sourceOf: SourceOf;
  readonly #listings: SharedListings;
  readonly #looks = new Map<string, Promise<WholeLook>>();
  readonly #uploads = new Map<string, Promise<readonly UnfinishedUpload[]>>();

  constructor(sourceOf: SourceOf, listings = new SharedListings(sourceOf)) {
    this.#sourceOf = sourceOf;
    this.#listings = listings;
  }

  /** Says which looks are made next, so that they share listings; each with its request. */
  plan(wholes: readonly Job[], requests: readonly WholeLookRequest[]): void {
    this.#listings.plan(
      wholes.flatMap((whole, index) => {
        const request = requests[index];
        if (whole.place === null || request === undefined) return [];
        const { mode, memory, now } = request;
        const listings = planListings(whole, scopeOf(whole, whole.place, now), memory, mode, now);
        return wantedLook(whole, whole.place, listings, memory.keys) ?? [];
      }),
    );
  }

  /** A whole look that was made stands for one at the newest dates too. Throws EvidenceUnreadable, each time the same. */
  look(whole: Job, place: Place, request: WholeLookRequest): Promise<WholeLook> {
    const wholeKey = `whole ${whole.id}`;
    const key = request.mode === 'whole' ? wholeKey : `${request.mode} ${whole.id}`;
    const made = this.#looks.get(wholeKey) ?? this.#looks.get(key);
    if (made !== undefined) return made;
    const look = this.#list(whole, place, request);
    this.#looks.set(key, look);
    return look;
  }

  /** Whether this pass has listed all that lies in the place of a job with `{each}`, or is at it. */
  isMade({ id }: Job): boolean {
    return this.#looks.has(`whole ${id}`);
  }

  /** The uploads under the place that are not finished. Throws EvidenceUnreadable. */
  uploads(whole: Job, place: Place): Promise<readonly UnfinishedUpload[]> {
    const made = this.#uploads.get(whole.id);
    if (made !== undefined) return made;
    const asked = this.#sourceOf(place.scheme).then((source) =>
      source.unfinishedUploads(place, new PlaceMatcher(place.template).prefix),
    );
    this.#uploads.set(whole.id, asked);
    return asked;
  }

  async #list(whole: Job, place: Place, { mode, memory, now, known }: WholeLookRequest): Promise<WholeLook> {
    const scope = scopeOf(whole, place, now);
    const { except = [] } = whole.each ?? {};
    const collectors = new MemberCollectors(scope, known, (value) =>
      except.some((pattern) => matchesName(pattern, value)),
    );
    const listings = planListings(whole, scope, memory, mode, now);
    for await (const page of this.#listings.pages(whole.id, place, listings)) collectors.add(page);
    return { mode, listings, members: collectors.collected() };
  }
}
