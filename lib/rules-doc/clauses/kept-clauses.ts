import type { Grammar } from '../sentence/grammar.ts';
import type { ClauseSet } from './clause-set.ts';

/** Keys of a mapping that belong to a clause of another name. */
const HOMES: Readonly<Record<string, string>> = { every: 'every_months', at: 'times' };

/** The clauses of a rule that was kept in mapping form, all of them at one place; what is no clause is left out. */
export function keptClauses(
  grammar: Grammar,
  mapping: unknown,
  place: NonNullable<ClauseSet['every']>['place'],
): ClauseSet {
  if (typeof mapping !== 'object' || mapping === null) return {};
  const plain = mapping as Readonly<Record<string, unknown>>;
  const said = grammar.clauses.filter(({ name }) => name in plain || (HOMES[name] ?? name) in plain);
  return Object.fromEntries(said.map((clause) => [clause.name, { value: clause.fromMapping(plain), place }]));
}
