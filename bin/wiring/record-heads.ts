import { publishHead } from '../../lib/app/record/publish-head.ts';
import type { Instant } from '../../lib/core/instant.ts';
import type { Stores } from './open-stores.ts';

/** Makes the day's head of the record, unless there is one. Throws StateStoreUnavailable. */
export type MakeHead = (now: Instant) => Promise<unknown>;

/** On a single host there is no bus: the summary brings the hash outside. */
export function headsIn({ state, record }: Stores): MakeHead {
  return (now) => publishHead({ store: state, record, announcements: null }, now);
}
