import type { PingSignal } from '../evidence/heartbeat.ts';
import { DAY_MS, formatMinute, type Instant } from '../instant.ts';

/**
 * A job that pings and is not judged by that: the rules doc does not know it (it pings with an all-jobs key), or has it
 * without `heartbeat: true`. Someone may add what is missing.
 */
export interface Proposal {
  readonly parentId: string;
  readonly node: string | null;
  /** Its first ping; once one failed, the first of those. */
  readonly at: Instant;
  readonly signal: PingSignal;
}

/** How long a proposal is kept, and how many there can be. Source: docs/design/heartbeats.md#proposals. */
export const PROPOSAL_KEPT_MS = 30 * DAY_MS;
export const MAX_PROPOSALS = 100;

/** Names the cause to the admin. */
export const FAILED_PROPOSALS = 'jobs that are not watched and report a failure';

/** What the admin is notified of: a job that is not watched and reports a failure. */
export function failedProposalLine(proposal: Proposal): string {
  return `${proposedId(proposal)}: failed ${formatMinute(proposal.at)}, and is not in the rules doc; sentinel status --proposals prints what to add`;
}

/** The id that the job would have: `medusa/n4` for a node. */
export function proposedId({ parentId, node }: Pick<Proposal, 'parentId' | 'node'>): string {
  return node === null ? parentId : `${parentId}/${node}`;
}
