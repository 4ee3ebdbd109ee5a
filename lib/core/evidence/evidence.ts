import type { Instant } from '../instant.ts';
import type { Run } from '../model/run.ts';
import type { SeenProof } from '../proof/seen-proof.ts';

/** What one look at a job's place, reports and heartbeats showed. */
export type EvidenceOfRuns = EvidenceRead | EvidenceRefused | EvidenceUnknown;

/** What a decision is made of. */
export type Evidence = EvidenceOfRuns | ProofsFound;

/** What is judged by the question *proven?* in place of the three tests (docs/design/decision.md#proven). */
export interface ProofsFound {
  readonly kind: 'proofs';
  /** The newest first; none is dated more than 15 minutes after `now`. */
  readonly proofs: readonly SeenProof[];
}

export interface EvidenceRead {
  readonly kind: 'read';
  /** Every run that is there, in any order; runs dated more than 15 minutes after `now` are not among them. */
  readonly runs: readonly Run[];
  /** The furthest of the evidence dated more than 15 minutes after `now`, or null (docs/design/evidence.md#times). */
  readonly futureDated: { readonly ts: Instant; readonly location: string } | null;
  /**
   * A report or heartbeat that says done where the place does not show it (docs/design/heartbeats.md#contradiction).
   */
  readonly contradiction: Contradiction | null;
  /** When the newest success ended, by what reports, heartbeats or an end marker say; absent where there is none. */
  readonly newestDone?: Instant;
  /** The newest report, where it could not be parsed (docs/design/decision.md#finished). */
  readonly unreadableReport: { readonly location: string; readonly error: string } | null;
  /** True when only the newest keys were listed: it can prove freshness and nothing else. */
  readonly partial: boolean;
  /** Every run of since then is among `runs`, but for very many; absent where a look left some out. */
  readonly allSince?: Instant;
  /** When a restore was last shown to work; absent where the rule does not ask. */
  readonly restorable?: { readonly provenAt: Instant | null };
  /** How many objects lie in the whole place, where they were listed. */
  readonly keys?: number;
  /** What to remember of this listing for a cheaper one next time; null where one page holds everything. */
  readonly listing: ListingMemo | null;
}

/** The same fact from two signals that do not agree. */
export interface Contradiction {
  /** The report's or heartbeat's own name: a location, or `heartbeat`. */
  readonly signal: string;
  /** When it said the run ended. */
  readonly ts: Instant;
  readonly claimedBytes: number | null;
  /** The backup it matches, whose size differs; null when none matches. */
  readonly found: { readonly location: string; readonly sizeBytes: number } | null;
}

/** Denied, no such bucket, no such folder: a hard miss at once (docs/design/decision.md#unreadable). */
export interface EvidenceRefused extends EvidenceFailure {
  readonly kind: 'refused';
}

/** Throttling, time-outs, 5xx, a listing cut short: says nothing about the backup. */
export interface EvidenceUnknown extends EvidenceFailure {
  readonly kind: 'unknown';
}

export interface EvidenceFailure {
  /** What was being done, in words: `list`, `read`, `list unfinished uploads`. */
  readonly operation: string;
  readonly location: string;
  /** What the outside system said, in one line. */
  readonly error: string;
}

/** What lets the next check list from the newest key on (design: reading S3 cheaply). */
export interface ListingMemo {
  /** The key of the newest run; a run folder's ends in a slash. */
  readonly newestKey: string;
  /** True when key order (UTF-8 bytes) was time order in the last full listing. */
  readonly ordered: boolean;
  /** True where it was so in each folder, though not from one folder to the next; absent elsewhere. */
  readonly orderedInFolder?: true;
  readonly lastFullAt: Instant;
}
