import { addTo } from '../add-to.ts';
import { type Place, placeText } from '../evidence/place.ts';
import { PlaceMatcher } from '../evidence/place-matcher.ts';
import { folderOf } from '../evidence/place-template.ts';
import type { Job } from '../model/job.ts';

/** The places that jobs watch, reports among them. */
export function placesOf(jobs: readonly Job[]): readonly Place[] {
  return jobs.flatMap(({ place, finished }) => [
    ...(place === null ? [] : [place]),
    ...(finished.kind === 'report' ? [finished.place] : []),
  ]);
}

/** Says which of many places take a key. Members that a job leaves out count: that is on purpose. */
export class WatchedPlaces {
  /** By container and the folder that a place lies in, so that few are asked of one key. */
  readonly #places = new Map<string, { readonly text: string; readonly matcher: PlaceMatcher }[]>();

  constructor(places: readonly Place[]) {
    const distinct = new Map(places.map((place) => [placeText(place), place]));
    for (const [text, { container, template }] of distinct) {
      const matcher = new PlaceMatcher(template);
      const folder = container + folderOf(matcher.prefix);
      addTo(this.#places, folder, { text, matcher });
    }
  }

  /** The texts of the places that take a key. */
  taking(container: string, key: string): readonly string[] {
    const taking: string[] = [];
    let folder = key;
    do {
      folder = folder.slice(0, folder.slice(0, -1).lastIndexOf('/') + 1);
      for (const { text, matcher } of this.#places.get(container + folder) ?? []) {
        if (matcher.match(key) !== null) taking.push(text);
      }
    } while (folder !== '');
    return taking;
  }
}
