import type { Reason } from '../decision/reason.ts';
import type { Instant } from '../instant.ts';
import type { Run } from '../model/run.ts';
import type { Severity } from '../model/severity.ts';

/** The three tests; of equals, the one that explains the others comes first. */
export const TEST_NAMES = ['finished', 'recent', 'size'] as const;

export type TestName = (typeof TEST_NAMES)[number];

export const TEST_RESULTS = ['pass', 'soft', 'hard'] as const;

export type TestGrade = (typeof TEST_RESULTS)[number];

/** What one of the three tests found. */
export interface TestResult {
  readonly result: TestGrade;
  /** Why, as data; `sentenceOf` puts it into words. */
  readonly reason: Reason;
  /** Whole seconds or whole bytes; null where nothing was measured. */
  readonly measured: number | null;
  readonly threshold: number | null;
  /** Where the threshold stands in the rules doc. */
  readonly at: string;
}

/** The outcome of one check of one job, before it is turned into a state. */
export interface Verdict {
  readonly worst: Severity;
  readonly tests: Readonly<Record<TestName, TestResult>>;
  readonly latest: Run | null;
  /** The newest good run that is there. */
  readonly lastGood: Run | null;
  /** The unfinished run that started last, where no finished run started later. */
  readonly running: Run | null;
  /** Whole seconds since the newest good copy; null when there is none. */
  readonly dataAtRiskS: number | null;
  /** When the verdict was made. */
  readonly at: Instant;
}
