import type { Grammar } from '../sentence/grammar.ts';
import { canonicalSentence } from '../sentence/read-whole.ts';
import type { Plain, Said } from './clause.ts';
import { type ClauseSet, saidBy } from './clause-set.ts';
import type { ClauseValues } from './registry.ts';
import { settleAllowance } from './settle-allowance.ts';

/** A rule as it was understood, for programs and for `lint --fix`: as a mapping and as a canonical sentence. */
export interface UnderstoodRule {
  readonly rule: { readonly [key: string]: Plain };
  readonly sentence: string;
}

/** What clauses say, a number without a unit with the one that it takes from `every`. */
function settled(said: Said): Said {
  const { allow, every } = said as Partial<ClauseValues>;
  // Without `every` beside it, the number waits for the rule that says how often.
  if (allow?.kind !== 'unitless' || every === undefined) return said;
  const seconds = settleAllowance(allow, every);
  return seconds.ok ? { ...said, allow: { kind: 'time', seconds: seconds.value } } : said;
}

/** What is said, in canonical clauses. */
export function understoodSentence(grammar: Grammar, said: Said): string {
  return canonicalSentence(grammar, settled(said));
}

/** Merged clauses in both forms. */
export function understoodRule(grammar: Grammar, clauses: ClauseSet): UnderstoodRule {
  const said = settled(saidBy(clauses));
  const rule: Record<string, Plain> = {};
  for (const clause of grammar.clauses) {
    const value = said[clause.name];
    if (value !== undefined) Object.assign(rule, clause.toMapping(value));
  }
  return { rule, sentence: canonicalSentence(grammar, said) };
}
