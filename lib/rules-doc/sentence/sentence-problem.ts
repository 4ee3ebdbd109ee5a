import type { ProblemCode } from '../yaml/problem-code.ts';

/** A problem in a sentence, with the index in its text where the clause begins. */
export interface SentenceProblem {
  readonly code: ProblemCode;
  readonly index: number;
  readonly message: string;
}
