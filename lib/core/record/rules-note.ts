import type { Instant } from '../instant.ts';
import type { ChainLink } from './chain-link.ts';

/** What a rules doc changed of the rules, as the record keeps it. */
export interface RulesNote {
  /** When it was accepted. */
  readonly at: Instant;
  /** Of the document: the version of the object, or the hash of the file. */
  readonly version: string;
  readonly source: string;
  /** Who wrote it, as the one who pushed it said; null where nothing says so. */
  readonly by: string | null;
  /** The rule of each job that is new or changed, as it was understood; null for a job that left. */
  readonly rules: ReadonlyMap<string, string | null>;
  /** Its place in the chain of the notes; null for one of before they were chained. */
  readonly link: ChainLink | null;
}

/** The rules of all jobs by the newest note of each. */
export function rulesNow(notes: readonly RulesNote[]): ReadonlyMap<string, string | null> {
  return new Map(notes.flatMap(({ rules }) => [...rules]));
}
