/**
 * The version of the grammar of rules. It goes up whenever a sentence that was taken before is refused or means
 * something else: then what was kept by the version before is gone on with, and the admin is notified
 * (docs/design/rules-doc.md#upgrades).
 */
export const GRAMMAR = 2;

/** What was accepted, by which grammar, and what it understood each job's rule as, where it kept that. */
export interface KeptRules {
  readonly grammar: number;
  /** Mapping forms by job key, as `lint --json` prints them; null where only the text was kept. */
  readonly rules: Readonly<Record<string, unknown>> | null;
}
