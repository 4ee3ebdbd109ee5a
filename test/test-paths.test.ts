import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Tests of several modules together, which have no module to lie beside; CONTRIBUTING.md names these folders. */
const ASIDE = /^test\/(contracts|scenarios|properties|faults|simulated|models|fuzz|program|e2e)\//;
/** `lib/a/b.ts` has its tests in `test/a/b.test.ts`, and those of one subject in `test/a/b.<subject>.test.ts`. */
const TEST = /^test\/(?<module>.*?)(\.[a-z0-9-]+)?\.test\.ts$/;

function isMirrored(path: string): boolean {
  const { module = '' } = TEST.exec(path)?.groups ?? {};
  return existsSync(`lib/${module}.ts`) || (/^(bench|bin|lambdas)\//.test(module) && existsSync(`${module}.ts`));
}

test('at least 85% of the test files lie at the path of the module that they test', () => {
  const files = readdirSync('test', { encoding: 'utf8', recursive: true })
    .map((path) => `test/${path}`)
    .filter((path) => TEST.test(path) && !ASIDE.test(path));
  expect(files.length).toBeGreaterThan(100);
  const elsewhere = files.filter((path) => !isMirrored(path));
  expect(1 - elsewhere.length / files.length, `not beside a module:\n${elsewhere.join('\n')}`).toBeGreaterThanOrEqual(
    0.85,
  );
});
