import { isJudgedByPings } from '../../core/model/job.ts';
import { type Proposal, proposedId } from '../../core/ping/proposal.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';

/** Jobs of the document that ping without being judged by it: they have no `heartbeat: true`. */
export function unjudgedPings(proposals: readonly Proposal[], { jobs }: RulesDocument): readonly Proposal[] {
  const pinged = new Set(proposals.map(proposedId));
  const unjudged = new Set(jobs.filter((job) => pinged.has(job.id) && !isJudgedByPings(job)).map(({ id }) => id));
  return proposals.filter((proposal) => unjudged.has(proposedId(proposal)));
}

/** Those that no one has added to the rules doc yet. */
export function openProposals(
  proposals: readonly Proposal[],
  { knows }: { readonly knows: (jobId: string) => boolean },
): readonly Proposal[] {
  return proposals.filter((proposal) => !knows(proposedId(proposal)));
}

/** Whether the document has a job, or node, of an id. */
export function jobsKnownTo(document: RulesDocument): { readonly knows: (jobId: string) => boolean } {
  const ids = new Set(document.jobs.map(({ id }) => id));
  return { knows: (jobId) => ids.has(jobId) };
}
