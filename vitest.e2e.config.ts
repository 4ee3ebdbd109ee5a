import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

// Real tools and servers: each file starts its own, on ports of their own, and ends them. `install.ts` gets what is missing.
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/build.setup.ts', 'test/e2e/install.ts'],
    setupFiles: ['test/processes.setup.ts'],
    env: { TZ: 'Pacific/Chatham' },
    sequence: { sequencer: LongestFirst },
    // Those that deploy wait for ticks and turns most of the time, and the others need the processors meanwhile.
    maxWorkers: availableParallelism() + 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
