import { locateInScalar } from '../yaml/locate-in-scalar.ts';
import type { TreeScalar } from '../yaml/tree.ts';
import type { Said } from './clause.ts';
import type { ClauseName, ClauseValues } from './registry.ts';

/** Where a clause was written: in which text, and at which of its characters. */
export interface ClausePlace {
  readonly scalar: TreeScalar;
  readonly index: number;
  /** `jobs.orders-db.rule`, or `settings.rule.every`. */
  readonly path: string;
}

export interface PlacedClause<Value> {
  readonly value: Value;
  readonly place: ClausePlace;
}

/** The clauses of one rule, or of several merged. */
export type ClauseSet = { readonly [N in ClauseName]?: PlacedClause<ClauseValues[N]> };

type Draft = { -readonly [N in ClauseName]?: PlacedClause<ClauseValues[N]> };

/** The offset of a clause in the document's text. */
export function offsetOfClause(text: string, place: ClausePlace): number {
  return locateInScalar(text, place.scalar, place.index);
}

/** What a set says, without where. */
export function saidBy(clauses: ClauseSet): Said {
  return Object.fromEntries(Object.entries(clauses).map(([name, clause]) => [name, clause?.value]));
}

const TIMES = ['every', 'at', 'by', 'cron', 'alert_after'] as const;

function setsTimes(level: ClauseSet, merged: ClauseSet): boolean {
  if (level.every !== undefined || level.at !== undefined || level.cron !== undefined) return true;
  // A deadline stands beside inherited times of day, unless it names days of its own.
  return level.by !== undefined && (merged.at === undefined || level.by.value.days !== null);
}

/**
 * Merges rules, the most general first: later clauses override earlier ones. A rule that says when a job runs drops
 * the inherited times of every kind, also an absolute `allow`; percentages stay (docs/design/rules-doc.md#inheritance).
 */
export function mergeClauses(levels: readonly ClauseSet[]): ClauseSet {
  const merged: Draft = {};
  for (const level of levels) {
    if (setsTimes(level, merged)) {
      for (const clause of TIMES) delete merged[clause];
      delete merged.allow;
      if (merged.late?.value.kind === 'time') delete merged.late;
    }
    if (level.allow !== undefined) delete merged.late;
    if (level.late !== undefined) delete merged.allow;
    Object.assign(merged, level);
  }
  return merged;
}
