import type { Rule } from '../../../lib/core/model/rule.ts';
import { givenRule } from '../decision/given.ts';

/** A daily rule; tests say what matters to them. */
export function sampleRule(overrides: Partial<Rule> = {}): Rule {
  return givenRule({ at: () => 'rules.yaml:1', ...overrides });
}
