import type { Place } from '../core/evidence/place.ts';
import type { Instant } from '../core/instant.ts';

/** Where a backup is to land, before it is there: what preflight asks (docs/design/runner.md#preflight). */
export interface Destination {
  /** Looks whether it can be reached, without reading what is in it. Throws DestinationUnusable. */
  reach(place: Place): Promise<void>;
  /**
   * When the credentials for it end; null where none are needed, or they do not end or are renewed by themselves.
   * Throws DestinationUnusable where there are none.
   */
  credentialsEndAt(place: Place): Promise<Instant | null>;
  /** Writes a file under `.sentinel/` and removes it. Throws DestinationUnusable. */
  probe(place: Place, name: string): Promise<void>;
}

/** The destination cannot take a backup as things are. `message` says what is wrong and what to do. */
export class DestinationUnusable extends Error {
  override readonly name = 'DestinationUnusable';
}
