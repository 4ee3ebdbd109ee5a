import type { DayState, DayView, RowDays } from '../../core/history/day.ts';
import type { Instant } from '../../core/instant.ts';
import type { Action } from '../../core/model/action.ts';
import type { Found } from '../../core/model/job-row.ts';
import type { RunIdentity } from '../../core/model/run.ts';
import type { State } from '../../core/model/state.ts';
import type { SeenProof } from '../../core/proof/seen-proof.ts';

export type { DayState, DayView };

/**
 * What the list of jobs shows of one. Nothing in it changes as time goes by: an age is made of it when it is shown, so
 * that of a job whose row was not written, the view is the same object, and what was made of it can be kept.
 */
export interface JobView {
  readonly jobId: string;
  readonly name: string;
  /** Of a member of a job with `{each}`: its job, its own name, and of how many members it is one. */
  readonly member?: { readonly jobId: string; readonly job: string; readonly name: string; readonly of: number };
  readonly group: string | null;
  readonly owner: string | null;
  readonly state: State;
  readonly since: Instant | null;
  /** Why nothing can be said of it; null when it is known. */
  readonly unknown: string | null;
  readonly quieted: 'snoozed' | 'muted' | null;
  readonly snoozedUntil: Instant | null;
  /** Who quieted it. */
  readonly quietedBy: string | null;
  /** While quieted: what the state would be, and since when. */
  readonly wouldBe: { readonly state: State; readonly since: Instant } | null;
  readonly pendingFixed: boolean;
  /** What failed; null when nothing has. */
  readonly found: Found | null;
  readonly latest: RunIdentity | null;
  readonly lastGood: RunIdentity | null;
  /** What was made since then is lost if the source is lost now; null without a good backup. */
  readonly atRiskSince: Instant | null;
  /** In a break, about when the last good backup will be deleted; absent where that is not known. */
  readonly deletedAbout?: Instant;
  /** When a restore was last shown to work; null where the rule does not ask. */
  readonly restorable: { readonly provenAt: Instant | null } | null;
  /** Of the proofs of a job: its id, and the newest of them; then `lastGood` is the newest that was proven. */
  readonly proofs?: { readonly of: string; readonly newest: SeenProof | null; readonly proven: SeenProof | null };
  /** The place cannot be looked at: the last good backup was there when it last could. */
  readonly isUnseen: boolean;
  readonly isPublic: boolean;
  /** How its days went, as its row has them. */
  readonly rowDays: RowDays | null;
}

/** What the page of one job shows besides. */
export interface JobDetailView extends JobView {
  /** How its proofs stand; null where the rule does not ask for any, and for the proofs themselves. */
  readonly proofRow: JobView | null;
  readonly rule: { readonly text: string; readonly at: string };
  readonly place: string | null;
  readonly runbook: string | null;
  readonly note: string | null;
  /** Thresholds of the charts; null where the rule has none. */
  readonly thresholds: {
    /** By the calendar: the ages below are the greatest that a run may reach, such as over a weekend. */
    readonly ageVaries: boolean;
    /** A good run older than this is stale (soft), and missing (hard), in seconds. */
    readonly staleAfterSeconds: number | null;
    readonly alertAfterSeconds: number | null;
    readonly atLeastBytes: number | null;
    readonly alertBelowBytes: number | null;
  };
  /** Oldest first; 400 at most. */
  readonly days: readonly DayView[];
  /** Who was notified of what, newest first. */
  readonly deliveries: readonly DeliveryView[];
  /** Transitions and actions, newest first. */
  readonly history: readonly HistoryView[];
  /** What the viewer may do about it now. */
  readonly actions: readonly Action['verb'][];
  /** The break that the actions would be about; null outside one. */
  readonly breakSeq: number | null;
  /** The run that *accept* would accept. */
  readonly acceptRun: RunIdentity | null;
}

export interface DeliveryView {
  readonly at: Instant;
  readonly person: string;
  /** slack, email ...; null where no channel took it. */
  readonly channel: string | null;
  readonly outcome: string;
  /** What the channels answered that did not take it. */
  readonly error: string | null;
}

export interface HistoryView {
  readonly at: Instant;
  readonly text: string;
  readonly by: string | null;
  readonly reason: string | null;
}
