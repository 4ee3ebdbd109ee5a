import type { Rule } from './rule.ts';

/** `{each}` in a job's place: its members are found there, not listed (docs/design/evidence.md#members). */
export interface Each {
  /** Patterns of names that are no members. */
  readonly except: readonly string[];
  /** A member whose newest run is older than this is forgotten; null: its owner alone retires it. */
  readonly forgetAfterMs: number | null;
  /** Members that must exist, even if none of their files was ever seen. */
  readonly expect: readonly string[];
  /** Fewer members than this are a miss of the job itself. */
  readonly atLeast: number;
  /** The first whose pattern matches a member's name is its rule; all others have the job's. */
  readonly rules: readonly MemberRule[];
}

/** A rule of the members whose names match a pattern. */
export interface MemberRule {
  readonly pattern: string;
  readonly rule: Rule;
  /** The rule in words, as it was understood. */
  readonly understood: string;
}
