import type { Reason } from '../model/reason.ts';
import type { Clause, Rule } from '../model/rule.ts';
import type { TestGrade, TestResult } from '../model/verdict.ts';

/** What a test found, with the clause whose line it goes by; whole seconds or whole bytes. */
export interface Finding<Why extends Reason> {
  readonly result: TestGrade;
  readonly reason: Why;
  readonly measured: number | null;
  readonly threshold: number | null;
  readonly clause: Clause;
}

/** The finding with the clause's place in the rules doc. */
export function testResult(rule: Rule, { result, reason, measured, threshold, clause }: Finding<Reason>): TestResult {
  return { result, reason, measured, threshold, at: rule.at(clause) };
}
