import { expect, test } from 'vitest';
import { runProcess } from '../processes.ts';

/** The short form of `npm run mutation`: its threshold is the same, 90%, and it brings its own tool. */
const FILE = 'lib/core/decision/fair-chance.ts';
const TESTS = 'test/core/decision/fair-chance.test.ts';

test('at least 90% of the changes of a file of the decision are noticed', { timeout: 600_000 }, async () => {
  const env = { ...process.env, SENTINEL_MUTATION_TESTS: TESTS };
  const { status, stdout, stderr } = await runProcess('npm', ['run', '--silent', 'mutation', '--', FILE], {
    env,
    timeout: 540_000,
  });
  expect(status, `${stdout.slice(-4000)}${stderr}`).toBe(0);
  const [, score] = /Final mutation score of ([\d.]+)/.exec(stdout) ?? [];
  expect(Number(score)).toBeGreaterThanOrEqual(90);
});
