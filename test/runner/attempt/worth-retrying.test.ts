import { expect, test } from 'vitest';
import { isWorthRetrying } from '../../../lib/runner/attempt/worth-retrying.ts';
import type { RunTry } from '../../../lib/runner/run-result.ts';

const tried = (how: Partial<RunTry>): RunTry => ({
  startedAt: 0,
  durationMs: 1,
  exitCode: null,
  signal: null,
  timedOut: false,
  ...how,
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
