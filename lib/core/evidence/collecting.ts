import { HOUR_MS, type Instant, MINUTE_MS } from '../instant.ts';
import type { EndSignal } from '../model/end-signal.ts';
import { sourceOf } from '../model/scheme.ts';
import type { Backup } from './backup.ts';
import { type MarkerForm, markedBy, markerForm } from './end-marker.ts';
import type { DateDigits } from './key-search.ts';
import type { ListedObject } from './listed-object.ts';
import { isNeverMirrored, type NeverBackup, neverBackup } from './never-backup.ts';
import { pathPeriod } from './path-period.ts';
import type { Place } from './place.ts';
import { type PlaceMatch, PlaceMatcher } from './place-matcher.ts';
import { folderOf } from './place-template.ts';

/** Evidence dated later than this after now is no run (docs/design/evidence.md#times). */
export const FUTURE_MS = 15 * MINUTE_MS;
/** A local file changed less than this long ago is still being written (docs/design/evidence.md#never-a-backup). */
export const QUIET_MS = 2 * MINUTE_MS;

/** An object this much later than the period in its path was copied there (docs/design/evidence.md#names). */
export const COPIED_AFTER_MS = 36 * HOUR_MS;

/** What a collector has found when every page has gone by. */
export interface CollectedBackups {
  /** Newest first; bounded, so that a listing of any length fits. */
  readonly backups: readonly Backup[];
  readonly futureDated: FutureDated | null;
  /** True when key order was time order. */
  readonly ordered: boolean;
  /** True when it was so in each folder. */
  readonly orderedInFolder: boolean;
  /** The key of the newest backup, ended or not; null when there is none. */
  readonly newestKey: string | null;
  /** When the newest end marker of a folder of backups was written; null without one, and where each has its own. */
  readonly markedAt: Instant | null;
}

export interface FutureDated {
  readonly ts: Instant;
  readonly location: string;
}

/** Folds a listing, page by page, into the backups that matter. */
export interface BackupCollector {
  add(page: readonly ListedObject[]): void;
  collected(): CollectedBackups;
}

/** Everything that says what an object in a job's place is. Made once for a look. */
export class CollectingScope {
  readonly place: Place;
  readonly matcher: PlaceMatcher;
  readonly markers: MarkerForm | null;
  readonly finished: EndSignal;
  /** The key of the marker at the top of a mirror; null where none is asked for. */
  readonly mirrorMarker: string | null;
  readonly now: Instant;
  /** How long a run may take. */
  readonly finishWithinMs: number;
  readonly #zone: string;
  readonly #ownFolder: number;
  readonly #takesHidden: boolean;
  readonly #reports: PlaceMatcher | null;

  /** `reports` is where the job's reports lie; they are no backups. `zone` is the one of the path's date parts. */
  constructor(
    place: Place,
    finished: EndSignal,
    zone: string,
    now: Instant,
    reports: Place | null,
    finishWithinMs: number = Number.POSITIVE_INFINITY,
  ) {
    this.place = place;
    this.matcher = new PlaceMatcher(place.template);
    this.markers = markerForm(finished, this.matcher);
    this.finished = finished;
    this.mirrorMarker = finished.kind === 'marker' ? folderOf(this.matcher.prefix) + finished.name : null;
    this.now = now;
    this.finishWithinMs = finishWithinMs;
    this.#zone = zone;
    this.#ownFolder = folderOf(this.matcher.prefix).length;
    this.#takesHidden = /(?:^|\/)\.[^/]*$/.test(place.template);
    const isBeside = reports !== null && reports.scheme === place.scheme && reports.container === place.container;
    this.#reports = isBeside ? new PlaceMatcher(reports.template) : null;
  }

  /** What the object's marker speaks for; null when it is no marker. */
  marked(object: ListedObject): string | null {
    return markedBy(this.markers, object);
  }

  /** Null when the object is no backup, nor a part of one. */
  match(object: ListedObject): PlaceMatch | null {
    return this.never(object) === null ? this.#matchedAlone(object.key) : null;
  }

  /** What makes the object no backup wherever it lies; null where nothing does. */
  never({ key, sizeBytes }: ListedObject): NeverBackup | null {
    return neverBackup(key, sizeBytes, this.#ownFolder, this.#takesHidden);
  }

  isReport({ key }: ListedObject): boolean {
    return this.#reports !== null && this.#reports.match(key) !== null;
  }

  /** Whether the object is a file of a mirror, which all are but its marker, reports and what the sentinel writes. */
  isMirrored({ key, sizeBytes }: ListedObject): boolean {
    return key !== this.mirrorMarker && !isNeverMirrored(key, sizeBytes) && this.#matchedAlone(key) !== null;
  }

  #matchedAlone(key: string): PlaceMatch | null {
    const match = this.matcher.match(key);
    return match === null || this.#reports?.match(key) ? null : match;
  }

  location(key: string): string {
    return this.place.container + key;
  }

  /**
   * When a backup of that time ended: copying makes old objects look new, so one that is far later than the period
   * in its path is of that period's end.
   */
  endOf(modifiedAt: Instant, periodEnd: Instant): Instant {
    return modifiedAt > periodEnd + COPIED_AFTER_MS ? periodEnd : modifiedAt;
  }

  /** The end of the period that the path names; infinite where it names none. */
  periodEnd(date: DateDigits): Instant {
    if (!this.matcher.hasDate) return Number.POSITIVE_INFINITY;
    return pathPeriod(date, this.#zone)?.to ?? Number.POSITIVE_INFINITY;
  }

  isFuture(ts: Instant): boolean {
    return ts > this.now + FUTURE_MS;
  }

  /** True for a local file that was changed less than two minutes ago. A time far ahead says nothing. */
  isBeingWritten(modifiedAt: Instant): boolean {
    return sourceOf(this.place.scheme).showsWriting && modifiedAt > this.now - QUIET_MS && !this.isFuture(modifiedAt);
  }
}

/** The later of two findings from the future. */
export function furthest(a: FutureDated | null, b: FutureDated | null): FutureDated | null {
  if (a === null || b === null) return a ?? b;
  return b.ts > a.ts ? b : a;
}
