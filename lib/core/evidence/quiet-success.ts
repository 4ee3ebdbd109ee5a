import { type Instant, SECOND_MS } from '../instant.ts';
import type { Rule } from '../model/rule.ts';
import type { Run } from '../model/run.ts';
import type { EvidenceRead } from './evidence.ts';

/**
 * When the success ended that holds the age of a copy of `ts`: the copy equals its source until then. Null where the
 * copy speaks for itself, is older than the clause allows, or something says that the success is not to be believed.
 */
export function quietSince(rule: Rule, ts: Instant, evidence: EvidenceRead, now: Instant): Instant | null {
  const { newestDone = null, contradiction } = evidence;
  if (rule.unchanged === null || newestDone === null || newestDone <= ts || contradiction !== null) return null;
  return now - ts <= rule.unchanged.withinS * SECOND_MS ? newestDone : null;
}

/** Where nothing new is fine, a success that made nothing new is over a failure as well. */
export function newestSuccess(rule: Rule, { newestDone }: EvidenceRead, latest: Run | null): Instant {
  const none = Number.NEGATIVE_INFINITY;
  return Math.max(latest?.ts ?? none, rule.unchanged === null ? none : (newestDone ?? none));
}
