import type { RunIdentity } from '../model/run.ts';
import { TEST_NAMES, type TestName } from '../model/verdict.ts';

/** What is needed of a verdict to put its failing tests in order: one as judged, or as it was stored. */
interface Ordered<Test> {
  readonly tests: { readonly [Name in TestName]?: Test | undefined };
  readonly latest: Pick<RunIdentity, 'ts'> | null;
  readonly lastGood: Pick<RunIdentity, 'ts'> | null;
}

/**
 * The tests that do not pass, the cause before its consequences (docs/design/routing.md#every-message): hard ones
 * first; and the size of a newest backup that does not count before the age of the one that does.
 */
export function failedTests<Test extends { readonly result: 'pass' | 'soft' | 'hard' }>({
  tests,
  latest,
  lastGood,
}: Ordered<Test>): { readonly name: TestName; readonly test: Test }[] {
  const isSizeTheCause = tests.size?.result === 'hard' && latest !== null && latest.ts > (lastGood?.ts ?? -Infinity);
  const order: readonly TestName[] = isSizeTheCause ? ['finished', 'size', 'recent'] : TEST_NAMES;
  const all = order.flatMap((name) => {
    const test = tests[name];
    return test === undefined ? [] : [{ name, test }];
  });
  return [...all.filter(({ test }) => test.result === 'hard'), ...all.filter(({ test }) => test.result === 'soft')];
}
