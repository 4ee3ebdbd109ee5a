import { locateInScalar } from '../yaml/locate-in-scalar.ts';
import type { TreeScalar } from '../yaml/tree.ts';
import type { Clause, ClauseValues } from './clause-values.ts';

/** Where a clause was written: in which text, and at which of its characters. */
export interface ClausePlace {
  readonly scalar: TreeScalar;
  readonly index: number;
  /** `jobs.orders-db.rule`, or `settings.rule.every`. */
  readonly path: string;
}

export interface PlacedClause<K extends Clause> {
  readonly value: ClauseValues[K];
  readonly place: ClausePlace;
}

/** The clauses of one rule, or of several merged. */
export type ClauseSet = { readonly [K in Clause]?: PlacedClause<K> };

/** The offset of a clause in the document's text. */
export function offsetOfClause(text: string, place: ClausePlace): number {
  return locateInScalar(text, place.scalar, place.index);
}

const TIMES = ['every', 'at', 'on', 'cron', 'alert_after'] as const;

function setsTimes(clauses: ClauseSet): boolean {
  return clauses.every !== undefined || clauses.at !== undefined || clauses.cron !== undefined;
}

/**
 * Merges rules, the most general first: later clauses override earlier ones. A rule that sets `every`, `at` or `cron`
 * drops the inherited times of both kinds, also an absolute `allow`; percentages stay (*Inheritance*).
 */
export function mergeClauses(levels: readonly ClauseSet[]): ClauseSet {
  const merged: { -readonly [K in Clause]?: PlacedClause<K> } = {};
  for (const level of levels) {
    if (setsTimes(level)) {
      for (const clause of TIMES) delete merged[clause];
      if (merged.allow?.value.kind !== 'extra') delete merged.allow;
    }
    Object.assign(merged, level);
  }
  return merged;
}
