import { defineConfig } from 'vitest/config';

/** The tests of the core that judge and decide: quick, since they run once for each change. */
export default defineConfig({
  test: {
    env: { TZ: 'Pacific/Chatham' },
    include: ['test/core/{acting,decision,history,judging,planning,wording}/**/*.test.ts'],
  },
});
