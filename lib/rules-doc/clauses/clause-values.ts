import type { Escalation, Clause as JudgedClause } from '../../core/decision/rule.ts';

/** The clauses that can be written so far. */
export type Clause = Exclude<
  JudgedClause,
  'by' | 'at_least_files' | 'grow' | 'unchanged' | 'empty' | 'must_change' | 'proven' | 'restore_within'
>;

/** `allow`: a time, a number that takes the unit of `every`, or a percentage on top of `every`. */
export type Allowance =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'unitless'; readonly amount: number }
  | { readonly kind: 'extra'; readonly percent: number };

/** What each clause says, once read: times in whole seconds, sizes in whole bytes. */
export interface ClauseValues {
  every: { readonly seconds: number; readonly unitS: number };
  allow: Allowance;
  /** Minutes after local midnight. */
  at: number;
  /** ISO weekdays, 1 = Monday. */
  on: readonly number[];
  cron: string;
  alert_after: number;
  margin: number;
  early: number;
  at_least: number;
  at_most: number;
  alert_below: number;
  shrink: number;
  warn_shrink: number;
  finish_within: number;
  escalate: Escalation;
  check: number;
}

/** Every clause by its name in the mapping form; a clause that is added to the type must be added here. */
const EVERY_CLAUSE: Record<Clause, true> = {
  every: true,
  allow: true,
  at: true,
  on: true,
  cron: true,
  alert_after: true,
  margin: true,
  early: true,
  at_least: true,
  at_most: true,
  alert_below: true,
  shrink: true,
  warn_shrink: true,
  finish_within: true,
  escalate: true,
  check: true,
};

export const CLAUSES = Object.keys(EVERY_CLAUSE) as Clause[];

/** One clause as it was read, with the index in the sentence's text where it begins. */
export type ReadClause = {
  [K in Clause]: { readonly clause: K; readonly value: ClauseValues[K]; readonly index: number };
}[Clause];
