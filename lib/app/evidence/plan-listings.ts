import { compareBytes } from '../../core/evidence/byte-order.ts';
import type { ListingMode } from '../../core/evidence/choose-listing.ts';
import { CollectingScope } from '../../core/evidence/collecting.ts';
import { datePrefixes } from '../../core/evidence/date-prefixes.ts';
import { datedSpan } from '../../core/evidence/dated-span.ts';
import { keyJustBefore } from '../../core/evidence/key-just-before.ts';
import { parentOf } from '../../core/evidence/listing-order.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import { folderOf } from '../../core/evidence/place-template.ts';
import { type RememberedPlace, recall, rememberedRuns } from '../../core/evidence/remembered-place.ts';
import { type Instant, SECOND_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { Run } from '../../core/model/run.ts';
import type { WantedLook } from '../../core/planning/plan-sweeps.ts';

/** One listing that has to be made. */
export interface Listing {
  readonly prefix: string;
  /** Exclusive; null to begin at the prefix. */
  readonly startAfter: string | null;
}

/** What says what an object in a job's place is. */
export function scopeOf(job: Job, place: Place, now: Instant): CollectingScope {
  const reports = job.finished.kind === 'report' ? job.finished.place : null;
  return new CollectingScope(place, job.finished, job.namesIn, now, reports, job.rule.finishWithinS * SECOND_MS);
}

/** The listings of one look. */
export function planListings(
  job: Job,
  scope: CollectingScope,
  memory: RememberedPlace,
  mode: ListingMode,
  now: Instant,
): readonly Listing[] {
  const { matcher } = scope;
  // A marker of this form lies beside the backups and need not begin as they do.
  const widen = scope.markers?.kind === 'same-folder' ? folderOf : (prefix: string) => prefix;
  if (matcher.hasDate) {
    const span = datedSpan(matcher, job, memory, mode, now);
    const prefixes = datePrefixes(matcher.tokens, job.namesIn, span.from, span.to).map(widen);
    return withoutNested(prefixes).map((prefix) => ({ prefix, startAfter: null }));
  }
  const { listing } = memory;
  if (mode !== 'from-newest' || listing === null) return [{ prefix: widen(matcher.prefix), startAfter: null }];
  const startAfter = keyJustBefore(listing.newestKey);
  return [{ prefix: listing.orderedInFolder ? parentOf(listing.newestKey) : widen(matcher.prefix), startAfter }];
}

/** Since when these listings show every backup: always, or since the first date that was listed. They begin behind no key. */
export function allSince(
  job: Job,
  matcher: PlaceMatcher,
  listings: readonly Listing[],
  { mode, memory, now }: { readonly mode: ListingMode; readonly memory: RememberedPlace; readonly now: Instant },
): Instant {
  if (listings.some(({ prefix }) => matcher.prefix.startsWith(prefix))) return 0;
  return datedSpan(matcher, job, memory, mode, now).from;
}

/** No key may be seen twice: a prefix inside another one is left out. In key order. */
function withoutNested(prefixes: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const prefix of prefixes.toSorted(compareBytes)) {
    const last = kept.at(-1);
    if (last === undefined || !prefix.startsWith(last)) kept.push(prefix);
  }
  return kept;
}

/** The remembered runs whose keys none of the listings looked at. */
export function leftOut(memory: RememberedPlace, listings: readonly Listing[]): readonly Run[] {
  const wasLookedAt = (key: string) =>
    listings.some(
      ({ prefix, startAfter }) => key.startsWith(prefix) && (startAfter === null || compareBytes(key, startAfter) > 0),
    );
  return rememberedRuns(memory)
    .filter(({ key }) => !wasLookedAt(key))
    .map(recall);
}

/** A look as others may share it; null for one that begins behind a key, which needs so little that none can. */
export function wantedLook(
  { id }: Job,
  place: Place,
  listings: readonly Listing[],
  keys: number | null,
): { readonly place: Place; readonly look: WantedLook } | null {
  if (listings.some(({ startAfter }) => startAfter !== null)) return null;
  const prefixes = listings.map(({ prefix }) => prefix);
  return { place, look: { id, container: place.container, prefixes, keys } };
}
