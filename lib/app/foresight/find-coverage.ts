import { type Place, placeText } from '../../core/evidence/place.ts';
import { folderOf, literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import { outermost } from '../../core/foresight/coverage-places.ts';
import { placesOf, WatchedPlaces } from '../../core/foresight/watched-places.ts';
import type { Job } from '../../core/model/job.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { type ListedPlace, listPlace } from './list-place.ts';
import { joined, type SuggestedPlaces, type SuggestOptions, suggestListed } from './suggest-places.ts';

/** What a rules doc leaves out of what is there, and what it watches that is not. */
export interface Coverage {
  /** The jobs that would watch what none does. */
  readonly proposed: SuggestedPlaces;
  /** Jobs whose place holds nothing. */
  readonly empty: readonly Job[];
  /** Places of which only the first keys were looked at. */
  readonly cut: readonly Place[];
  /** What could not be listed, and why. */
  readonly unreadable: readonly { readonly location: string; readonly message: string }[];
}

export type CoverageOptions = Omit<SuggestOptions, 'taken' | 'all'> & {
  /** The keys of a place that are listed. */
  readonly maxKeys: number;
  /** Whether the newest backups are looked into. */
  readonly looks: boolean;
};

/** Compares a document with what lies in places (docs/design/foresight.md#coverage). */
export async function findCoverage(
  { jobs, ignored }: Pick<RulesDocument, 'jobs' | 'ignored'>,
  places: readonly Place[],
  sourceOf: (scheme: Place['scheme']) => Promise<EvidenceSource>,
  options: CoverageOptions,
): Promise<Coverage> {
  const watched = new WatchedPlaces([...placesOf(jobs), ...ignored.places]);
  const taken = new Set(jobs.flatMap(({ id, parentId }) => [id, parentId]));
  const proposed: SuggestedPlaces[] = [];
  const empty: Job[] = [];
  const cut: Place[] = [];
  const unreadable: Coverage['unreadable'][number][] = [];
  for (const place of outermost(places)) {
    try {
      const source = await sourceOf(place.scheme);
      const listed = await listPlace(place, source, options.maxKeys, (keys) =>
        options.onProgress(placeText(place), keys),
      );
      const { container } = place;
      const isWatched = (key: string) => watched.taking(container, key).length > 0;
      // A prefix that ends within a name: its series lie in the folder above.
      const inFolder = { ...listed, place: { ...place, template: folderOf(place.template) } };
      const found = await suggestListed(inFolder, options.looks ? source : null, { ...options, taken, isWatched });
      for (const { job } of found.jobs) taken.add(job.id);
      proposed.push(found);
      if (listed.isCut) cut.push(place);
      empty.push(...emptyJobs(jobs, listed, watched));
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
      unreadable.push({ location: error.location, message: error.message });
    }
  }
  return { proposed: joined(proposed), empty, cut, unreadable };
}

/** Of a listing that was cut nothing is known. */
function emptyJobs(
  jobs: readonly Job[],
  { place, objects, isCut }: ListedPlace,
  watched: WatchedPlaces,
): readonly Job[] {
  if (isCut) return [];
  const held = new Set(objects.flatMap(({ key }) => watched.taking(place.container, key)));
  return jobs.filter((job) => {
    if (job.place === null || job.place.container !== place.container) return false;
    const prefix = literalPrefix(parseTemplate(job.place.template));
    return prefix.startsWith(place.template) && !held.has(placeText(job.place));
  });
}
