import type { Place } from '../core/evidence/place.ts';
import type { Job } from '../core/model/job.ts';
import type { Person } from '../core/model/person.ts';
import type { ProblemCode } from './yaml/problem-code.ts';

/** A rules doc that was read whole and found good. Frozen. */
export interface RulesDocument {
  readonly timezone: string;
  readonly admin: string | null;
  readonly owner: string | null;
  readonly escalateTo: string | null;
  /** Minutes after local midnight. */
  readonly summaryMinute: number;
  readonly people: ReadonlyMap<string, Person>;
  /** A calendar's name to its dates, `YYYY-MM-DD`. */
  readonly calendars: ReadonlyMap<string, readonly string[]>;
  /** In the document's order, nodes one after the other. */
  readonly jobs: readonly Job[];
  /** Country and region codes that a person's `holidays` name, to be resolved to dates. */
  readonly holidayCodes: readonly string[];
  /** What is watched by nothing on purpose. */
  readonly ignored: Ignored;
}

/** `settings.ignore`: places, and ARNs of resources on AWS, with `*` for any text. */
export interface Ignored {
  readonly places: readonly Place[];
  readonly arns: readonly string[];
}

/** A problem in a rules doc, with its place, what is wrong and what to do. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
  /** Counted from 1; 0 when the problem is the whole document's. */
  readonly line: number;
  readonly column: number;
  /** `jobs.orders-db.rule`; the empty string for the whole document. */
  readonly path: string;
  /** One sentence with the value; then what to do. */
  readonly message: string;
}
