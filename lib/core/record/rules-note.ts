import type { Instant } from '../instant.ts';

/** What a rules doc changed of the rules, as the record keeps it. */
export interface RulesNote {
  /** When it was accepted. */
  readonly at: Instant;
  /** Of the document: the version of the object, or the hash of the file. */
  readonly version: string;
  readonly source: string;
  /** The rule of each job that is new or changed, as it was understood; null for a job that left. */
  readonly rules: ReadonlyMap<string, string | null>;
}

/** The rules of all jobs by the newest note of each. */
export function rulesNow(notes: readonly RulesNote[]): ReadonlyMap<string, string | null> {
  return new Map(notes.flatMap(({ rules }) => [...rules]));
}
