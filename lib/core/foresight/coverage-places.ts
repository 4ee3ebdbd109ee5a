import { type Place, placeText } from '../evidence/place.ts';
import { folderOf, literalPrefix, parseTemplate } from '../evidence/place-template.ts';
import { sourceOf } from '../model/scheme.ts';

/** Shorter paths, such as / and /srv, hold more than backups. */
const MIN_FOLDERS = 2;

/**
 * Where jobs that are missing would lie: each bucket as a whole, and on a disk the folder of each place, or the one above
 * where another place lies there too. None inside another.
 */
export function coveragePlaces(places: readonly Place[]): readonly Place[] {
  const folders = new Map<string, Place>();
  for (const place of places) {
    // What holds the recovery points of one resource holds nothing else.
    if (place.bucket === '' && !sourceOf(place.scheme).isLocal) continue;
    const template = sourceOf(place.scheme).isLocal ? folderOf(literalPrefix(parseTemplate(place.template))) : '';
    folders.set(place.container + template, { ...place, template });
  }
  const all = [...folders.values()];
  const wider = all.map((place) => {
    const above = folderOf(place.template.slice(0, -1));
    const isShared = all.some((other) => other !== place && other.template.startsWith(above));
    const isDeep = above.split('/').length - 2 >= MIN_FOLDERS;
    return sourceOf(place.scheme).isLocal && isShared && isDeep ? { ...place, template: above } : place;
  });
  return outermost(wider);
}

/** Without those that are listed with another. */
export function outermost(places: readonly Place[]): readonly Place[] {
  return places.filter(
    (place, index) =>
      !places.some((other, at) => {
        const [inner, outer] = [placeText(place), placeText(other)];
        return at !== index && inner.startsWith(outer) && (inner !== outer || at < index);
      }),
  );
}
