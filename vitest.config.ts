import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

// Tests that run the built program; they build it first.
const PROGRAM = ['test/scenarios/**/*.test.ts', 'test/program/**/*.test.ts'];

// Tests of the infrastructure: its library takes long to load, so they share it.
const STACKS = ['test/stacks/**/*.test.ts'];

export default defineConfig({
  test: {
    // An odd zone with a 45-minute offset, so that nothing leans on the machine's own time zone.
    env: { TZ: 'Pacific/Chatham' },
    // At night a property is tried thousands of times.
    testTimeout: process.env.SENTINEL_NIGHTLY === '1' ? 3_600_000 : 30_000,
    coverage: {
      provider: 'v8',
      include: ['lib/**/*.ts', 'lambdas/**/*.ts', 'bin/**/*.ts'],
      exclude: ['lib/web/page/client/**'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
    },
    setupFiles: ['test/processes.setup.ts'],
    sequence: { sequencer: LongestFirst },
    // `npm test` runs the projects in two parts side by side: those that wait for processes, and the others.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...PROGRAM, ...STACKS, 'test/e2e/**'],
          // To load the same modules again for each file takes longer than the tests themselves. So a file must leave
          // nothing behind: it mocks a client of its own, never a class, and undoes what it does to globals.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'stacks', include: STACKS, isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'program',
          include: PROGRAM,
          globalSetup: ['test/build.setup.ts'],
          testTimeout: 120_000,
          isolate: false,
        },
      },
    ],
  },
});
