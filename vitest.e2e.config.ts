import { defineConfig } from 'vitest/config';

// Real tools and servers, one file after the other: each starts its own and ends them. `install.ts` gets what is missing.
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/build.setup.ts', 'test/e2e/install.ts'],
    env: { TZ: 'Pacific/Chatham' },
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
