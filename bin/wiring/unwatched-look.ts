import type { UnwatchedPorts } from '../../lib/app/foresight/look-for-unwatched.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import type { Instant } from '../../lib/core/instant.ts';

/** Looks once a week for what no job watches, for the summary. Throws StateStoreUnavailable. */
export type LookForUnwatched = (loaded: LoadedRules, now: Instant) => Promise<unknown>;

/** Looks into the jobs' buckets, and the folders they lie in. What it takes is loaded with the first pass. */
export function unwatchedIn(ports: UnwatchedPorts): LookForUnwatched {
  return async ({ document }, now) => {
    if (document === null) return;
    const [{ lookForUnwatched }, { coveragePlaces }, { placesOf }] = await Promise.all([
      import('../../lib/app/foresight/look-for-unwatched.ts'),
      import('../../lib/core/foresight/coverage-places.ts'),
      import('../../lib/core/foresight/watched-places.ts'),
    ]);
    await lookForUnwatched(document, coveragePlaces(placesOf(document.jobs)), ports, now);
  };
}
