import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The test files that take longest, the longest first. Where nobody ran the tests before, nothing else says which these
 * are; one of them that begins last keeps one worker busy while the others have nothing left. `npm test` ends with the
 * files that took longest.
 */
export const LONGEST: readonly string[] = [
  'test/e2e/operator-walk.test.ts',
  'test/e2e/dispatch.test.ts',
  'test/e2e/stacks.test.ts',
  'test/e2e/artifacts.test.ts',
  'test/e2e/runner.test.ts',
  'test/e2e/system-call-failures.test.ts',
  'test/e2e/runner-faults.test.ts',
  'test/e2e/watch.test.ts',
  'test/e2e/outages.test.ts',
  'test/e2e/templates.test.ts',
  'test/e2e/prove-mariadb.test.ts',
  'test/e2e/soak.test.ts',
  'test/e2e/mutation.test.ts',
  'test/e2e/killed-checkers.test.ts',
  'test/e2e/status-page.test.ts',
  'test/e2e/dynamodb-stores.test.ts',
  'test/e2e/prove-postgres.test.ts',
  'test/e2e/heartbeats.test.ts',
  'test/e2e/many-breaks.test.ts',
  'test/e2e/prove-restic.test.ts',
  'test/program/telling-people.test.ts',
  'test/program/killed-checkers.test.ts',
  'test/program/lost-output.test.ts',
  'test/program/runner-notifications.test.ts',
  'test/scenarios/scenarios.test.ts',
  'test/stacks/function-bundle.test.ts',
  'test/faults/aws-checker.test.ts',
  'test/lambdas/dispatch/dispatcher.test.ts',
  'test/channels/email/send.test.ts',
  'test/runner/attempt/run-command.test.ts',
  'test/simulated/layouts/members.test.ts',
  'test/faults/dispatch-calls.test.ts',
  'test/simulated/layouts/layouts.test.ts',
  'test/simulated/places/places.test.ts',
  'test/lambdas/checker/checker.slices.test.ts',
  'test/adapters/dynamodb/stores.test.ts',
  'test/faults/embedded-store-processes.test.ts',
  'test/dependency-rules.test.ts',
];

/** The projects one after the other, as ever, and in each of them the longest files first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) => {
      const files = sorted.filter((file) => file.project === project);
      const isNamed = (name: string) => (file: TestSpecification) =>
        relative(this.ctx.config.root, file.moduleId) === name;
      const long = LONGEST.flatMap((name) => files.filter(isNamed(name)));
      return [...long, ...files.filter((file) => !long.includes(file))];
    });
  }
}
