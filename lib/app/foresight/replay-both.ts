import { jobsApart } from '../../core/foresight/jobs-apart.ts';
import { type JobDifference, replayDifferences } from '../../core/foresight/replay-difference.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { type Replayed, type ReplayPorts, type ReplaySpan, replay } from './replay.ts';

/** What a document would have done, and where another would have done something else. */
export interface ReplayedBoth {
  readonly replayed: Replayed;
  readonly differences: readonly JobDifference[];
}

/**
 * Two documents over the same past, as far as they may treat a job differently. One after the other, since a past is at one
 * instant at a time. Throws StateStoreUnavailable.
 */
export async function replayBoth(
  edited: RulesDocument,
  current: RulesDocument,
  span: ReplaySpan,
  ports: ReplayPorts,
): Promise<ReplayedBoth> {
  const apart = jobsApart(edited, current);
  const replayed = await replay(withJobs(edited, apart), span, ports);
  const before = await replay(withJobs(current, apart), span, ports);
  return { replayed, differences: replayDifferences(replayed.transitions, before.transitions) };
}

/** The document with no other jobs than these. */
export function withJobs(document: RulesDocument, ids: ReadonlySet<string>): RulesDocument {
  return { ...document, jobs: document.jobs.filter(({ id }) => ids.has(id)) };
}
