import type { ListedObject } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { Instant } from '../../core/instant.ts';

/** A copy that a proof can take. */
export interface FoundCopy {
  readonly place: Place;
  readonly location: string;
  /** Of the object, or of a folder with its slash. */
  readonly key: string;
  readonly isFolder: boolean;
  readonly ts: Instant;
  readonly sizeBytes: number;
  readonly files: number;
}

/** A copy with the files that it is made of. */
export interface ListedCopy extends FoundCopy {
  readonly objects: readonly ListedObject[];
}
