import { defineConfig } from 'vitest/config';

/** The tests of the core that judge and decide: quick, since they run once for each change. */
const OF_THE_DECISION = 'test/core/{acting,decision,history,judging,planning,wording}/**/*.test.ts';

/** Else the tests that `scripts/mutation.mjs` has chosen for the files it mutates. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    env: { TZ: 'Pacific/Chatham' },
    include: process.env.SENTINEL_MUTATION_TESTS?.split(',') ?? [OF_THE_DECISION],
  },
});
