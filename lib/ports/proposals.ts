import type { Proposal } from '../core/ping/proposal.ts';

/** Proposals, kept in bk-evidence for 30 days. Every method throws StateStoreUnavailable. */
export interface Proposals {
  /** Those whose time is not over, oldest first. */
  read(): Promise<readonly Proposal[]>;
  /**
   * Keeps a proposal; one of the same job that is there already is left as it is, until one with `fail` replaces it.
   * True when it was kept.
   */
  add(proposal: Proposal): Promise<boolean>;
  /** Takes a proposal away; no harm if it is gone already. */
  remove(proposal: Proposal): Promise<void>;
}
