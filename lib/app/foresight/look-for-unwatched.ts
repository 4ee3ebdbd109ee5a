import { type Place, placeText } from '../../core/evidence/place.ts';
import { isLookDue, type SeenUnwatched } from '../../core/foresight/unwatched-series.ts';
import type { Instant } from '../../core/instant.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';
import type { UnwatchedLog } from '../../ports/unwatched-log.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { findCoverage } from './find-coverage.ts';
import { jobText } from './suggested-text.ts';

/** Of each place, so that a function with little memory can make it. */
const MAX_KEYS = 50_000;
/** An item of a table has 400 KB. */
const MAX_SERIES = 40;
const MAX_YAML = 4_000;

export interface UnwatchedPorts {
  readonly unwatched: UnwatchedLog;
  readonly sourceOf: (scheme: Place['scheme']) => Promise<EvidenceSource>;
}

/**
 * Looks once a week for series of backups in these places that no job of the document watches, and keeps what it finds,
 * for the summary. Nothing is read but listings. Resolves to what is kept; null where it is not time yet. Throws
 * StateStoreUnavailable.
 */
export async function lookForUnwatched(
  document: RulesDocument,
  places: readonly Place[],
  { unwatched, sourceOf }: UnwatchedPorts,
  now: Instant,
): Promise<SeenUnwatched | null> {
  const before = await unwatched.newest();
  if (!isLookDue(before, now)) return null;
  // Noted first: a look that does not end, for want of memory or time, is not made again with each pass.
  await unwatched.keep({ at: now, series: [], cut: [], ...before, triedAt: now, isWhole: false });
  const { proposed, unreadable, cut } = await findCoverage(document, places, sourceOf, {
    ...{ zone: document.timezone, now, looks: false, maxKeys: MAX_KEYS },
    onProgress: () => {},
  });
  const containers = places.map(({ container }) => container).sort((a, b) => b.length - a.length);
  const series = proposed.jobs.flatMap((job) => {
    const [newest] = job.job.newest;
    const container = containers.find((text) => job.job.backup.startsWith(text));
    const yaml = jobText(job, '  ');
    if (newest === undefined || container === undefined || yaml.length > MAX_YAML) return [];
    return [{ container, key: newest.key, yaml }];
  });
  const seen: SeenUnwatched = {
    at: now,
    triedAt: now,
    isWhole: unreadable.length === 0,
    series: series.slice(0, MAX_SERIES),
    cut: cut.map(placeText),
  };
  await unwatched.keep(seen);
  return seen;
}
