import { expect, test } from 'vitest';
import { exitStatusOf } from '../../lib/runner/exit-status.ts';
import type { RunEnding, RunTry } from '../../lib/runner/run-result.ts';

const tried = (how: Partial<RunTry>): RunTry => ({
  startedAt: 0,
  durationMs: 1,
  exitCode: null,
  signal: null,
  timedOut: false,
  ...how,
});

const statuses: readonly (readonly [RunEnding, Partial<RunTry>, number])[] = [
  ['done', { exitCode: 0 }, 0],
  ['already-there', { exitCode: 3 }, 0],
  ['verify-failed', { exitCode: 0 }, 65],
  ['unreachable', { exitCode: 0 }, 69],
  ['locked', {}, 75],
  ['conflict', { exitCode: 3 }, 76],
  ['preflight', {}, 78],
  ['timed-out', { timedOut: true, signal: 'SIGTERM' }, 124],
  ['stopped', { signal: 'SIGTERM' }, 130],
  ['command-failed', { exitCode: 5 }, 5],
  ['command-failed', { exitCode: 126 }, 126],
  ['command-failed', { exitCode: 127 }, 127],
  ['command-failed', { exitCode: 255 }, 255],
  ['command-failed', { signal: 'SIGKILL' }, 137],
  ['command-failed', { signal: 'SIGSEGV' }, 139],
  ...[64, 65, 69, 70, 75, 76, 78, 124].map((ours) => ['command-failed', { exitCode: ours }, 1] as const),
];

test.each(statuses)('a run that ended as %s after %j exits with %i', (ending, how, status) => {
  expect(exitStatusOf(ending, tried(how), 'SIGINT')).toBe(status);
});
