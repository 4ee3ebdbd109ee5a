import { HOUR_MS, type Instant, SECOND_MS } from '../core/instant.ts';
import type { LastPass } from '../ports/state-store.ts';
import type { RulesDocument } from '../rules-doc/document.ts';

/** The alarm on passes waits as long. */
const OVERDUE_MS = 2 * HOUR_MS;

/** Whether the next pass should have come by now: then what is stored may not be so any more. */
export function isPassOverdue({ at }: LastPass, { jobs }: RulesDocument, now: Instant): boolean {
  if (jobs.length === 0) return now - at > OVERDUE_MS;
  // Where every job is checked seldom, passes are as far apart.
  const shortestS = jobs.reduce((least, { checkEveryS }) => Math.min(least, checkEveryS), Number.POSITIVE_INFINITY);
  return now - at > Math.max(OVERDUE_MS, 2 * shortestS * SECOND_MS);
}
