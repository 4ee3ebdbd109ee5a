import type { Reason } from '../model/reason.ts';
import type { Clause, Rule } from '../model/rule.ts';
import type { Severity } from '../model/severity.ts';
import type { TestGrade, TestResult } from '../model/verdict.ts';

/** What a test found, with the clause whose line it goes by; whole seconds or whole bytes. */
export interface Finding<Why extends Reason> {
  readonly result: TestGrade;
  readonly reason: Why;
  readonly measured: number | null;
  readonly threshold: number | null;
  readonly clause: Clause;
}

/** How bad it is that a test ended so. */
export function severityOf({ result }: Pick<TestResult, 'result'>): Severity {
  return result === 'pass' ? 'none' : result;
}

/** The finding with the clause's place in the rules doc. */
export function testResult(rule: Rule, { result, reason, measured, threshold, clause }: Finding<Reason>): TestResult {
  return { result, reason, measured, threshold, at: rule.at(clause) };
}
