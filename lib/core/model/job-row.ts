import type { ListingMemo } from '../evidence/evidence.ts';
import type { Lifetime } from '../evidence/lifetime.ts';
import type { SeenRun } from '../evidence/seen-run.ts';
import type { RowDays } from '../history/day.ts';
import type { Instant } from '../instant.ts';
import type { SeenProof } from '../proof/seen-proof.ts';
import type { ChainHead, ChainLink } from '../record/chain-link.ts';
import type { RenderedVerdict } from '../wording/rendered-verdict.ts';
import { ACTION_VERBS } from './action.ts';
import type { RememberedRun, RunIdentity } from './run.ts';
import type { State } from './state.ts';
import type { Transition } from './transition.ts';

/** Who did something, when, and why. */
export interface Signature {
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
}

/** One job's row in the state table. Written only when something changed; see the design's table list. */
export interface JobRow {
  readonly jobId: string;
  /** Counts the writes; 0 means that the row has never been stored. */
  readonly version: number;
  readonly state: State;
  /** When the stored state began; null before the first check. */
  readonly since: Instant | null;
  /** The number of the newest transition; 0 before the first. */
  readonly seq: number;
  /** When that transition was made; null before the first, and in rows of before it was kept. */
  readonly changedAt: Instant | null;
  /** The place that everything up to `accepted`, and `listing`, speak of. */
  readonly place: string | null;
  /** When that place was first looked at; null in rows of before it was kept. */
  readonly placeSince: Instant | null;
  /** The newest finished run at the last look. */
  readonly latest: RememberedRun | null;
  /** The newest good run that was there at the last look: the one answer, wherever a good copy is spoken of. */
  readonly lastGood: RememberedRun | null;
  /** The newest finished runs seen, there or gone, newest first (docs/design/decision.md#memory). */
  readonly runs: readonly SeenRun[];
  /** How long copies live there; null where that is not known. */
  readonly lifetime: Lifetime | null;
  /** After how many days its bucket's rules delete a copy, as known in the last break; null where that is not known. */
  readonly expiryDays: number | null;
  /** The highest `ts` of a finished run ever seen at this place. */
  readonly lastEvidenceTs: Instant | null;
  /** When the success ended that made nothing new and holds the age of `lastGood`; null where none does. */
  readonly quietTs: Instant | null;
  readonly accepted: RunIdentity | null;
  /** Of a proof's row: the newest proofs, the newest first (docs/design/decision.md#proven). */
  readonly proofs: readonly SeenProof[];
  /** When a restore was last shown to work; null where the rule does not ask. */
  readonly restorable: { readonly provenAt: Instant | null } | null;
  /** The `seq` of the transition that began the running break; null outside a break. */
  readonly breakSeq: number | null;
  /** When the owner may first be notified of this break; and of its first hard miss. */
  readonly toldAt: Instant | null;
  readonly hardToldAt: Instant | null;
  readonly pendingFixed: Signature | null;
  /** How often *fixed* was refuted in this break, and when last; null for never. */
  readonly refuted: { readonly count: number; readonly at: Instant } | null;
  /** Since a pass whose clock may have jumped ahead: nothing escalates until a later one agrees. */
  readonly heldSince: Instant | null;
  readonly snoozed: (Signature & { readonly until: Instant }) | null;
  readonly snoozeCount: number;
  readonly muted: Signature | null;
  /** While quieted: what the state would be, and since when; null when it would be green. */
  readonly wouldBe: { readonly state: 'warn' | 'alert'; readonly since: Instant } | null;
  /** A snooze or mute has ended and no check has passed since. */
  readonly resumed: boolean;
  /** While the evidence cannot be read; null once it could. */
  readonly unreadable: Unreadable | null;
  /** The newest finding of a job that fails; null while it passes. */
  readonly found: Found | null;
  /** What its leaving the rules doc ended, kept aside for 24 hours. */
  readonly retired: SetAside | null;
  readonly listing: ListingMemo | null;
  /** When it is to be looked at next; null in rows of before it was kept, and of jobs that left the rules doc. */
  readonly nextLook: PlannedLook | null;
  /** About how many objects the last whole listing showed; null before one, and in rows of before it was kept. */
  readonly keys: number | null;
  /** How its days went; null before the first check that could judge it, and in rows of before they were kept. */
  readonly days: RowDays | null;
  /** The head of its record's chain; null before its first link. */
  readonly chain: ChainHead | null;
  /** The newest transition that dispatch has dealt with. */
  readonly handledSeq: number | null;
  /** What has been decided and not yet published: oldest first. */
  readonly outbox: readonly OutboxEntry[];
}

/** When a job is to be looked at, and by what rule that was said (lib/core/planning/rule-mark.ts). */
export interface PlannedLook {
  readonly at: Instant;
  readonly mark: string;
}

/** From the third check in a row that could not read a place on, it is judged by what is remembered. */
export const UNREAD_BEFORE_JUDGED = 3;

/** Evidence that cannot be read: refused, or no answer for this number of checks in a row. */
export interface Unreadable {
  readonly count: number;
  readonly since: Instant;
  readonly error: string;
  readonly isRefused: boolean;
}

/** A finding, and when it was made. */
export interface Found {
  readonly at: Instant;
  readonly verdict: RenderedVerdict;
}

/** A job's break and quieting as they were when it left the rules doc. */
export interface SetAside
  extends Pick<
    JobRow,
    | 'state'
    | 'since'
    | 'breakSeq'
    | 'toldAt'
    | 'hardToldAt'
    | 'pendingFixed'
    | 'refuted'
    | 'snoozed'
    | 'snoozeCount'
    | 'muted'
    | 'wouldBe'
    | 'resumed'
  > {
  readonly at: Instant;
}

/** What rides in one write of a row: at most one transition, and any audit entries. */
export interface OutboxEntry {
  /** The row `version` that this write made: unique in the job, and rising. */
  readonly key: number;
  readonly transition: Transition | null;
  readonly audit: readonly AuditEntry[];
  /** The places of its rows in the chain, `audit` first; empty in an entry that an earlier version wrote. */
  readonly links: readonly ChainLink[];
}

/** What people do, a break that ended, a proof that was seen, and how the delivery of a notification ended. */
export const AUDIT_KINDS = ['cleared', 'delivery', 'proof', ...ACTION_VERBS] as const;

/** A row of the audit log that is not a transition: an owner's action, or the end of a break. */
export interface AuditEntry {
  /**
   * `a#<instant>#<verb>#<row version>` for actions, `t#<instant>#cleared#<row version>` for a break that ended,
   * `n#<instant>#<claim>` for a delivery, `a#<when it ended>#proof#<its id>` for a proof.
   */
  readonly id: string;
  readonly at: Instant;
  readonly kind: (typeof AUDIT_KINDS)[number];
  readonly by: string | null;
  readonly reason: string | null;
  /** Anything else worth keeping, as plain words and numbers. */
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/** What a row says outside a break, with nothing quieted. */
export const NO_BREAK = {
  breakSeq: null,
  toldAt: null,
  hardToldAt: null,
  pendingFixed: null,
  refuted: null,
  heldSince: null,
  snoozed: null,
  snoozeCount: 0,
  muted: null,
  wouldBe: null,
  resumed: false,
  unreadable: null,
  found: null,
  retired: null,
} as const satisfies Partial<JobRow>;

/** A job that has never been checked. */
export function newRow(jobId: string): JobRow {
  return {
    jobId,
    version: 0,
    state: 'green',
    since: null,
    seq: 0,
    changedAt: null,
    place: null,
    placeSince: null,
    latest: null,
    lastGood: null,
    runs: [],
    lifetime: null,
    expiryDays: null,
    lastEvidenceTs: null,
    quietTs: null,
    accepted: null,
    proofs: [],
    restorable: null,
    ...NO_BREAK,
    listing: null,
    nextLook: null,
    keys: null,
    days: null,
    chain: null,
    handledSeq: null,
    outbox: [],
  };
}
