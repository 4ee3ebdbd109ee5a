import type { CalendarTimes } from '../hours/calendar-times.ts';

/** The clauses of a rule, by the names of the mapping form (docs/rules.md). */
export type Clause =
  | 'every'
  | 'allow'
  | 'at'
  | 'by'
  | 'cron'
  | 'alert_after'
  | 'margin'
  | 'early'
  | 'late'
  | 'at_least'
  | 'at_most'
  | 'at_least_files'
  | 'alert_below'
  | 'shrink'
  | 'warn_shrink'
  | 'grow'
  | 'finish_within'
  | 'escalate'
  | 'check'
  | 'unchanged'
  | 'empty'
  | 'must_change'
  | 'proven'
  | 'restore_within';

/** Whole seconds; fixed when the document is read. */
export interface IntervalSchedule {
  readonly kind: 'interval';
  readonly everyS: number;
  /** A: up to this age the newest good run is fresh. */
  readonly allowS: number;
  /** L: beyond this age it is a hard miss. */
  readonly hardAfterS: number;
}

/** Calendar months, counted in the job's zone from the newest good run (docs/design/decision.md#recent). */
export interface MonthsSchedule {
  readonly kind: 'months';
  /** 1 every month, 3 every quarter, 12 every year. */
  readonly months: number;
  /** What is added to the due date. */
  readonly lateS: number;
  /** `allow 33 days`: an age that stands in place of the due date and `lateS`; null without. */
  readonly maxAgeS: number | null;
  /** `alert after 40 days`: an age beyond which it is a hard miss; null: the margin's share of the period beyond. */
  readonly hardAfterS: number | null;
  readonly marginPercent: number;
}

export interface CalendarSchedule {
  readonly kind: 'calendar';
  readonly times: CalendarTimes;
  /** A: how long after an expected time a run may land. */
  readonly allowS: number;
  /** A missing run is a hard miss from this long after its expected time. */
  readonly hardAfterS: number;
  /** How long before an expected time a run already counts for it; at most half the gap to the time before. */
  readonly earlyS: number;
  /** `by 06:00` alone: the expected times are deadlines, and a run counts for one from the expected time before on. */
  readonly isDeadline: boolean;
}

export type Schedule = IntervalSchedule | MonthsSchedule | CalendarSchedule;

export type Escalation =
  | { readonly kind: 'next-day' }
  | { readonly kind: 'after'; readonly afterS: number }
  | { readonly kind: 'never' };

export interface SizeFloor {
  readonly bytes: number;
  /** Below this many bytes it is a hard miss. */
  readonly hardBelowBytes: number;
}

/** Whole seconds. */
export interface ProofClock {
  readonly everyS: number;
  /** A newest proof older than this is a hard miss. */
  readonly hardAfterS: number;
}

/** Everything a decision needs of a job's rule, thresholds already computed as whole seconds and whole bytes. */
/** `well-formed`: by its ends, and inside where that is cheap. `deep`: all of it is read (docs/design/artifacts.md). */
export type VerifyDepth = 'well-formed' | 'deep';

export interface Rule {
  readonly timezone: string;
  readonly schedule: Schedule;
  readonly finishWithinS: number;
  readonly floor: SizeFloor | null;
  readonly ceilingBytes: number | null;
  /** Fewer files than this in the newest run are a hard miss; null without. */
  readonly atLeastFiles: number | null;
  /** A drop of more than this many percent from the baseline is a hard miss. */
  readonly shrinkPercent: number;
  /** A drop of more than this many percent is a soft miss. */
  readonly warnShrinkPercent: number;
  /** A growth of more than this many percent over the baseline is a soft miss, and may exceed 100; null without. */
  readonly growPercent: number | null;
  readonly escalation: Escalation;
  /** `unchanged is fine`: a success signal holds the age so long as the newest good copy is no older than this. */
  readonly unchanged: { readonly withinS: number } | null;
  /** `empty is fine`: a whole but empty backup is no miss. */
  readonly emptyIsFine: boolean;
  /** `must change`: the same bytes as the run before are a miss. */
  readonly mustChange: boolean;
  /** `proven every 30 days`: how often a restore must have been shown to work; null without. */
  readonly proven: ProofClock | null;
  /** `restore within 4 hours`: how long such a restore may take; null without. */
  readonly restoreWithinS: number | null;
  /** `YYYY-MM-DD`: before that day no backup is expected. */
  readonly starts: string | null;
  /** How the newest backup is looked into; null where it is not. */
  readonly verify: VerifyDepth | null;
  readonly urgent: boolean;
  /** Where each clause stands (`rules.yaml:21`); a clause left to its default points at the job. */
  readonly at: (clause: Clause) => string;
}
