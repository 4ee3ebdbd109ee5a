import type { CalendarTimes } from '../hours/calendar-times.ts';

/** The clauses of a rule, by the names of the mapping form (rules page, *The rule sentence*). */
export type Clause =
  | 'every'
  | 'allow'
  | 'at'
  | 'on'
  | 'cron'
  | 'alert_after'
  | 'margin'
  | 'early'
  | 'at_least'
  | 'at_most'
  | 'alert_below'
  | 'shrink'
  | 'warn_shrink'
  | 'finish_within'
  | 'escalate'
  | 'check';

/** Whole seconds; fixed when the document is read. */
export interface IntervalSchedule {
  readonly kind: 'interval';
  readonly everyS: number;
  /** A: up to this age the newest good run is fresh. */
  readonly allowS: number;
  /** L: beyond this age it is a hard miss. */
  readonly hardAfterS: number;
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
}

export type Escalation =
  | { readonly kind: 'next-day' }
  | { readonly kind: 'after'; readonly afterS: number }
  | { readonly kind: 'never' };

export interface SizeFloor {
  readonly bytes: number;
  /** Below this many bytes it is a hard miss. */
  readonly hardBelowBytes: number;
}

/** Everything a decision needs of a job's rule, thresholds already computed as whole seconds and whole bytes. */
/** `well-formed`: by its ends, and inside where that is cheap. `deep`: all of it is read (docs/design/artifacts.md). */
export type VerifyDepth = 'well-formed' | 'deep';

export interface Rule {
  readonly timezone: string;
  readonly schedule: IntervalSchedule | CalendarSchedule;
  readonly finishWithinS: number;
  readonly floor: SizeFloor | null;
  readonly ceilingBytes: number | null;
  /** A drop of more than this many percent from the baseline is a hard miss. */
  readonly shrinkPercent: number;
  /** A drop of more than this many percent is a soft miss. */
  readonly warnShrinkPercent: number;
  readonly escalation: Escalation;
  /** `YYYY-MM-DD`: before that day no backup is expected. */
  readonly starts: string | null;
  /** How the newest backup is looked into; null where it is not. */
  readonly verify: VerifyDepth | null;
  readonly urgent: boolean;
  /** Where each clause stands (`rules.yaml:21`); a clause left to its default points at the job. */
  readonly at: (clause: Clause) => string;
}
