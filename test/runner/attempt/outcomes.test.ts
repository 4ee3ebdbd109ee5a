import { expect, test } from 'vitest';
import { isWorthRetrying } from '../../../lib/runner/attempt/worth-retrying.ts';
import { exitStatusOf } from '../../../lib/runner/exit-status.ts';
import type { RunEnding, RunTry } from '../../../lib/runner/run-result.ts';

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

const none = { retries: 1, delayMs: 0, maxDelayMs: 0, on: null, notOn: new Set<number>() };
test.each([
  ['any status', { exitCode: 1 }, none, true],
  ['a signal', { signal: 'SIGKILL' }, none, true],
  ['a timeout, whatever the list says', { exitCode: 143, timedOut: true }, { ...none, on: new Set([1]) }, true],
  ['a signal, whatever the list says', { signal: 'SIGSEGV' }, { ...none, on: new Set([1]) }, true],
  ['a command that cannot be run', { exitCode: 126 }, none, false],
  ['one that is not there, although the list names it', { exitCode: 127 }, { ...none, on: new Set([127]) }, false],
  ['a status on the list', { exitCode: 5 }, { ...none, on: new Set([1, 5]) }, true],
  ['a status that is not on the list', { exitCode: 6 }, { ...none, on: new Set([1, 5]) }, false],
  ['a status on the list of those not to retry', { exitCode: 2 }, { ...none, notOn: new Set([2]) }, false],
])('after %s, trying again: %j', (_name, how, retry, worth) => {
  expect(isWorthRetrying(tried(how), retry)).toBe(worth);
});
