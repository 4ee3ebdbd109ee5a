import type { ListedObject } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';

/** Keys that are listed of a place unless all are asked for. */
export const MAX_KEYS = 200_000;

/** What a place holds. */
export interface ListedPlace {
  readonly place: Place;
  readonly objects: readonly ListedObject[];
  /** True where there is more than was listed. */
  readonly isCut: boolean;
}

/**
 * All that lies in a folder or under a prefix, up to a number of keys. `onProgress` is given the keys so far, page by
 * page. Throws EvidenceUnreadable.
 */
export async function listPlace(
  place: Place,
  source: Pick<EvidenceSource, 'list'>,
  maxKeys: number,
  onProgress: (keys: number) => void,
): Promise<ListedPlace> {
  const objects: ListedObject[] = [];
  for await (const page of source.list(place, place.template)) {
    for (const object of page) {
      if (objects.length >= maxKeys) return { place, objects, isCut: true };
      objects.push(object);
    }
    onProgress(objects.length);
  }
  return { place, objects, isCut: false };
}
