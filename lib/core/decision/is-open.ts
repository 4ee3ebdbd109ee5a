import type { JobRow } from '../model/job-row.ts';

/**
 * Whether a row has to be seen in every pass, its job being due or not: it is raised, its evidence could not be read, or a
 * change of it was not delivered.
 */
export function isOpen({ state, unreadable, outbox, seq, handledSeq }: JobRow): boolean {
  return state !== 'green' || unreadable !== null || outbox.length > 0 || seq > (handledSeq ?? 0);
}
