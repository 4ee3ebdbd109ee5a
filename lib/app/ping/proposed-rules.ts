import { stringify } from 'yaml';
import { formatSecond } from '../../core/instant.ts';
import { type Proposal, proposedId } from '../../core/ping/proposal.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { jobsKnownTo, openProposals, unjudgedPings } from './open-proposals.ts';

/** A guess that the person who pastes it corrects. */
const RULE = 'every 24 hours';

/**
 * The open proposals as they could stand in the rules doc, under `jobs`: new jobs first, then in words what jobs of the
 * document would need. `count` is 0 when there are none.
 */
export function proposedRules(
  proposals: readonly Proposal[],
  document: RulesDocument,
): { readonly count: number; readonly yaml: string } {
  const open = openProposals(proposals, jobsKnownTo(document));
  const unjudged = unjudgedPings(proposals, document);
  return { count: open.length + unjudged.length, yaml: proposedYaml(open, unjudged, document) };
}

function proposedYaml(open: readonly Proposal[], unjudged: readonly Proposal[], document: RulesDocument): string {
  const known = new Set(document.jobs.map(({ parentId }) => parentId));
  const newNodes = open.filter(({ parentId }) => known.has(parentId));
  const newJobs = new Set(open.map(({ parentId }) => parentId).filter((parentId) => !known.has(parentId)));
  return [
    ...(newJobs.size > 0 ? ['jobs:'] : []),
    ...[...newJobs].map((id) =>
      jobYaml(
        id,
        open.filter(({ parentId }) => parentId === id),
      ),
    ),
    ...unjudged.map(
      (proposal) => `# ${proposedId(proposal)}: add heartbeat: true, or its pings are not judged (${pinged(proposal)})`,
    ),
    ...newNodes.map((proposal) => `# ${proposal.parentId}: add ${proposal.node} to its nodes (${pinged(proposal)})`),
  ].join('\n');
}

function jobYaml(parentId: string, proposals: readonly Proposal[]): string {
  const nodes = proposals.flatMap(({ node }) => node ?? []);
  const job = { heartbeat: true, ...(nodes.length > 0 && { nodes }), rule: RULE };
  const yaml = stringify({ [parentId]: job })
    .trimEnd()
    .replace(/^/gm, '  ');
  return `  # ${pinged(proposals[0] as Proposal)}; say how often it runs\n${yaml}`;
}

function pinged({ at }: Proposal): string {
  return `pinged first ${formatSecond(at)}`;
}
