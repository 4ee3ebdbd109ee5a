import type { Place } from '../evidence/place.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';
import type { Job } from '../model/job.ts';
import { placesOf, WatchedPlaces } from './watched-places.ts';

/** A series of backups that no job watches, as it was seen. */
export interface UnwatchedSeries {
  /** Its newest backup: `container` and `key` are a full location. */
  readonly container: string;
  readonly key: string;
  /** What to paste under `jobs:`, with line breaks. */
  readonly yaml: string;
}

/** What the newest look for series without a job showed. */
export interface SeenUnwatched {
  readonly at: Instant;
  readonly series: readonly UnwatchedSeries[];
  /** Places of which only the first keys were looked at. */
  readonly cut: readonly string[];
}

/** Looks are made once a week; of one that is older than two, nothing is said. */
const LOOK_EVERY_MS = 7 * DAY_MS;
const MAX_AGE_MS = 2 * LOOK_EVERY_MS;
/** Passes are not to the minute. */
const SLACK_MS = HOUR_MS / 2;

export function isLookDue(before: SeenUnwatched | null, now: Instant): boolean {
  return before === null || now >= before.at + LOOK_EVERY_MS - SLACK_MS;
}

/** The instant to note for a look that did not see all: it is repeated on the next day. */
export function repeatedTomorrow(now: Instant): Instant {
  return now - LOOK_EVERY_MS + DAY_MS;
}

/** What is still in no job, and is not ignored, by a document that may be newer than the look; null for nothing. */
export function stillUnwatched(
  seen: SeenUnwatched,
  { jobs, ignored }: { readonly jobs: readonly Job[]; readonly ignored: { readonly places: readonly Place[] } },
  now: Instant,
): SeenUnwatched | null {
  if (now - seen.at > MAX_AGE_MS) return null;
  const watched = new WatchedPlaces([...placesOf(jobs), ...ignored.places]);
  const series = seen.series.filter(({ container, key }) => watched.taking(container, key).length === 0);
  return series.length === 0 ? null : { ...seen, series };
}
