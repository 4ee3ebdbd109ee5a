import type { Rule } from '../../core/model/rule.ts';
import { formatDuration } from '../../core/quantity.ts';
import type { AnyClause } from './clause.ts';

/** A rule in words as it was understood, every default written out: each clause says its part. */
export function describeRule(clauses: readonly AnyClause[], rule: Rule, checkEveryS: number): string {
  const parts = clauses.flatMap((clause) => clause.describe(rule) ?? []);
  parts.push(`check every ${formatDuration(checkEveryS)}`);
  if (rule.starts !== null) parts.push(`starts ${rule.starts}`);
  if (rule.verify !== null) parts.push(`verify ${rule.verify}`);
  if (rule.urgent) parts.push('urgent');
  return parts.join('; ');
}
