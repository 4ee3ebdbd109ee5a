import { noteRules } from '../../lib/app/record/note-rules.ts';
import { publishHead } from '../../lib/app/record/publish-head.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import type { Instant } from '../../lib/core/instant.ts';
import type { Stores } from './open-stores.ts';

/** Notes the rules in force, and makes the day's head of the record unless there is one. Throws StateStoreUnavailable. */
export type MakeHead = (loaded: LoadedRules, now: Instant) => Promise<unknown>;

/** On a single host there is no bus: the summary brings the hash outside. */
export function headsIn({ state, record }: Stores): MakeHead {
  return async (loaded, now) => {
    await noteRules(loaded, record, now);
    await publishHead({ store: state, record, announcements: null }, now);
  };
}
