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
  /** When a look was begun last: later than `at` where that one did not end. */
  readonly triedAt: Instant;
  /** False where a place could not be listed. */
  readonly isWhole: boolean;
  readonly series: readonly UnwatchedSeries[];
  /** Places of which only the first keys were looked at. */
  readonly cut: readonly string[];
}

/** Looks are made once a week, and on the next day after one that could not see all; of one older than two weeks, nothing is said. */
const LOOK_EVERY_MS = 7 * DAY_MS;
const LOOK_AGAIN_MS = DAY_MS;
const MAX_AGE_MS = 2 * LOOK_EVERY_MS;
/** Passes are not to the minute. */
const SLACK_MS = HOUR_MS / 2;

export function isLookDue(before: SeenUnwatched | null, now: Instant): boolean {
  if (before === null) return true;
  return now >= before.triedAt + (before.isWhole ? LOOK_EVERY_MS : LOOK_AGAIN_MS) - SLACK_MS;
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
