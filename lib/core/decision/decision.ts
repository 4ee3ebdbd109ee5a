import type { Evidence } from '../evidence/evidence.ts';
import type { Instant } from '../instant.ts';
import type { AuditEntry, JobRow } from '../model/job-row.ts';
import type { Rule } from '../model/rule.ts';
import type { Transition } from '../model/transition.ts';
import type { Verdict } from '../model/verdict.ts';
import type { EarliestNotification } from '../people/earliest-notification.ts';

export interface DecisionInput {
  readonly rule: Rule;
  /** The identity of the place that is watched; `heartbeat` for a job that only pings. */
  readonly place: string;
  readonly evidence: Evidence;
  readonly row: JobRow;
  /** After how many days the bucket's rules delete a copy, null for never; left out where that was not looked at. */
  readonly expiryDays?: number | null;
  readonly now: Instant;
  /** True where the pass before was more than a day ago by this clock (docs/design/decision.md#clock). */
  readonly held: boolean;
  readonly earliestNotification: EarliestNotification;
}

export interface Decision {
  /** Null when the job could not be judged in this check. */
  readonly verdict: Verdict | null;
  /** The row as it should be stored; `version` and `outbox` are as they were read. */
  readonly row: JobRow;
  readonly transition: Transition | null;
  readonly audit: readonly AuditEntry[];
}
