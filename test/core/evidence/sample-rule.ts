import type { Rule } from '../../../lib/core/decision/rule.ts';

/** A daily rule; tests say what matters to them. */
export function sampleRule(overrides: Partial<Rule> = {}): Rule {
  return {
    timezone: 'UTC',
    schedule: { kind: 'interval', everyS: 86_400, allowS: 93_600, hardAfterS: 117_000 },
    finishWithinS: 21_600,
    floor: null,
    ceilingBytes: null,
    shrinkPercent: 50,
    warnShrinkPercent: 25,
    escalation: { kind: 'next-day' },
    starts: null,
    verifyWellFormed: false,
    urgent: false,
    at: () => 'rules.yaml:1',
    ...overrides,
  };
}
