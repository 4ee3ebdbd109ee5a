import type { Grammar } from '../sentence/grammar.ts';
import { canonicalSentence } from '../sentence/read-whole.ts';
import type { Plain } from './clause.ts';
import { type ClauseSet, saidBy } from './clause-set.ts';
import { settleAllowance } from './settle-allowance.ts';

/** A rule as it was understood, for programs and for `lint --fix`: as a mapping and as a canonical sentence. */
export interface UnderstoodRule {
  readonly rule: { readonly [key: string]: Plain };
  readonly sentence: string;
}

/** What clauses say, a number without a unit with the one that it takes from `every`. */
export function understoodRule(grammar: Grammar, clauses: ClauseSet): UnderstoodRule {
  const { allow, every } = clauses;
  const settled = allow === undefined ? null : settleAllowance(allow.value, every?.value ?? null);
  const said = {
    ...saidBy(clauses),
    ...(settled?.ok ? { allow: { kind: 'time', seconds: settled.value } } : {}),
  };
  const rule: Record<string, Plain> = {};
  for (const clause of grammar.clauses) {
    if (said[clause.name as keyof typeof said] !== undefined) {
      Object.assign(rule, clause.toMapping(said[clause.name as keyof typeof said]));
    }
  }
  return { rule, sentence: canonicalSentence(grammar, said) };
}
