import type { z } from 'zod';
import type { Rule } from '../../core/model/rule.ts';
import type { JobChange } from '../job-change.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { bad, type Reading } from './units.ts';

/** What a piece of a sentence says: values by the names of their clauses. */
export type Said = Readonly<Record<string, unknown>>;

/** A way in which people write a clause, or something near it that must be refused with a good answer. */
export interface Way {
  /** See `parseTemplate`. */
  readonly template: string;
  /** From the values of the template's slots, in their order. */
  readonly read: (values: readonly unknown[]) => Reading<Said>;
}

/** A way to write a clause. */
export function way<V extends readonly unknown[]>(template: string, read: (...values: V) => Reading<Said>): Way {
  return { template, read: (values) => read(...(values as unknown as V)) };
}

/** Words that say nothing sure, or nothing that a rule can hold: `remedy` says what to write instead. */
export function refusal<V extends readonly unknown[]>(
  template: string,
  remedy: (...values: V) => string,
  code: ProblemCode = 'UNKNOWN_CLAUSE',
): Way {
  return { template, read: (values) => bad(code, remedy(...(values as unknown as V))) };
}

/** A value of the mapping form and of `lint --json`. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Everything that is known of one clause, in one file. The grammar, the generated schema, the canonical sentence, the
 * understood text, the comparison of two documents and the table in docs/rules.md are made of these
 * (docs/design/rules-doc.md#clauses).
 */
export interface Clause<Name extends string, Value> {
  /** The key of the mapping form. */
  readonly name: Name;
  readonly ways: readonly Way[];
  /** The one form that is written back; reading it gives the same value. */
  readonly canonical: (value: Value) => string;
  /** What `lint --json` prints: seconds, bytes, fractions. */
  readonly toMapping: (value: Value) => { readonly [key: string]: Plain };
  /** The value of what `toMapping` gave; `mapping` has the clause's key, or one of its own. */
  readonly fromMapping: (mapping: Readonly<Record<string, unknown>>) => Value;
  /** The sentences that the text of the mapping form's value may stand for, the first that is understood counts. */
  readonly sentences: (text: string) => readonly string[];
  readonly schema: z.ZodType;
  /** A row of the table in docs/rules.md: the canonical form, other ways, and what it means. */
  readonly docs: { readonly write: string; readonly also: readonly string[]; readonly means: string };
  /** Clauses that this one takes the place of when it overrides a more general rule, and cannot stand beside. */
  readonly excludes?: readonly string[];
  /** The clauses that its default follows from, the nearest first: where a threshold stands in the document. */
  readonly follows?: readonly string[];
  /** What the clause gives to a rule, also where it is not said; null where several clauses give it together. */
  readonly limits: ((value: Value | undefined) => Partial<Rule>) | null;
  /** The clause as understood, with thresholds; null where there is nothing to say. */
  readonly describe: (rule: Rule) => string | null;
  /** What changed of it between two rules, and whether the job is easier to please now. */
  readonly compare: (before: Rule, after: Rule) => JobChange | null;
}

/** A clause of any value, as lists of clauses hold them. */
// biome-ignore lint/suspicious/noExplicitAny: the value of a clause is known to its own file alone.
export type AnyClause = Clause<string, any>;
