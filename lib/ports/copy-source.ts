import type { ListedObject } from '../core/evidence/listed-object.ts';
import type { Place } from '../core/evidence/place.ts';
import type { EvidenceSource } from './evidence-source.ts';

/** One copy as it is just now: another one at the same key differs in something of it. */
export interface CopyIdentity extends Omit<ListedObject, 'key'> {
  /** Null where there is none, as on a disk. */
  readonly etag: string | null;
}

/** What a copy can be fetched from. It never writes. */
export interface CopySource extends EvidenceSource {
  /** Throws EvidenceUnreadable, or EvidenceGone. */
  identify(place: Place, key: string): Promise<CopyIdentity>;
}
