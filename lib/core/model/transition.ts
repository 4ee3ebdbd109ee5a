import { formatInstant, type Instant } from '../instant.ts';
import type { RenderedVerdict } from '../wording/rendered-verdict.ts';
import type { State } from './state.ts';

export const TRANSITION_REASONS = [
  'worsened',
  'improved',
  'stuck',
  'passed',
  'snoozed',
  'muted',
  'resumed',
  'still-failing',
  'retired',
  'reinstated',
] as const;

export type TransitionReason = (typeof TRANSITION_REASONS)[number];

/** A change to notify of (docs/design/decision.md#transitions). Plain data: it is stored, published and read back. */
export interface Transition {
  readonly eventId: string;
  readonly jobId: string;
  readonly seq: number;
  readonly breakSeq: number | null;
  readonly from: State;
  readonly to: State;
  readonly reason: TransitionReason;
  readonly at: Instant;
  readonly fixedRefuted: boolean;
  /** Who snoozed, muted, or claimed the fix; null when no person did anything. */
  readonly by: string | null;
  /** Set for `snoozed`: when it ends. */
  readonly until: Instant | null;
  /** What was found; null for a transition made by a person's action or by the job's leaving the document. */
  readonly verdict: RenderedVerdict | null;
}

/** The next transition of a job, from the state that `row` stores; what is not given is absent from it. */
export function nextTransition(
  row: Pick<Transition, 'jobId' | 'seq' | 'breakSeq'> & { readonly state: State },
  change: Pick<Transition, 'to' | 'reason' | 'at'> & Partial<Transition>,
): Transition {
  const seq = row.seq + 1;
  return {
    eventId: eventId(row.jobId, seq, change.at),
    jobId: row.jobId,
    seq,
    breakSeq: row.breakSeq,
    from: row.state,
    fixedRefuted: false,
    by: null,
    until: null,
    verdict: null,
    ...change,
  };
}

/** `<job_id>#<seq>-<at>`: with the instant in it, ids do not come back after a table is restored. */
export function eventId(jobId: string, seq: number, at: Instant): string {
  return `${jobId}#${seq}-${formatInstant(at)}`;
}
