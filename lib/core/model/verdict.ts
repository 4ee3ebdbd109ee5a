import type { Instant } from '../instant.ts';
import type { Reason } from './reason.ts';
import type { Run } from './run.ts';
import type { Severity } from './severity.ts';

/** The tests of what landed; of equals, the one that explains the others comes first. */
export const LANDED_TESTS = ['finished', 'recent', 'size'] as const;

/** Those three, and the one of a proof's row. */
export const TEST_NAMES = [...LANDED_TESTS, 'proven'] as const;

export type TestName = (typeof TEST_NAMES)[number];

/** The three tests of a job, or the one of its proofs: a row has the one kind or the other. */
export type Tests<Test> = LandedTests<Test> | ProofTest<Test>;

type LandedTests<Test> = Readonly<Record<(typeof LANDED_TESTS)[number], Test>> & { readonly proven?: undefined };

type ProofTest<Test> = { readonly proven: Test } & {
  readonly [Name in (typeof LANDED_TESTS)[number]]?: undefined;
};

/** The tests that there are, in their order. */
export function eachTest<Test>(tests: Tests<Test>): readonly { readonly name: TestName; readonly test: Test }[] {
  return TEST_NAMES.flatMap((name) => {
    const test = tests[name];
    return test === undefined ? [] : [{ name, test }];
  });
}

function isOfProof<Test>(tests: Tests<Test>): tests is ProofTest<Test> {
  return tests.proven !== undefined;
}

/** The same of each test. */
export function mapTests<A, B>(tests: Tests<A>, map: (test: A) => B): Tests<B> {
  if (isOfProof(tests)) return { proven: map(tests.proven) };
  return { finished: map(tests.finished), recent: map(tests.recent), size: map(tests.size) };
}

export const TEST_RESULTS = ['pass', 'soft', 'hard'] as const;

export type TestGrade = (typeof TEST_RESULTS)[number];

/** What one of the tests found. */
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
  readonly tests: Tests<TestResult>;
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
