import { constants } from 'node:os';
import type { RunEnding, RunTry } from './run-result.ts';

const EXIT_VERIFY_FAILED = 65;
const EXIT_UNREACHABLE = 69;
const EXIT_LOCKED = 75;
const EXIT_CONFLICT = 76;
const EXIT_PREFLIGHT = 78;
const EXIT_TIMED_OUT = 124;
/** An internal error of the sentinel, whatever the command. */
export const EXIT_INTERNAL = 70;
/** As the shell has it. */
const EXIT_NOT_EXECUTABLE = 126;
const EXIT_NOT_FOUND = 127;

/** Statuses that have a meaning of their own here, wrong usage (64) among them. */
const RESERVED: ReadonlySet<number> = new Set([
  0,
  64,
  EXIT_VERIFY_FAILED,
  EXIT_UNREACHABLE,
  EXIT_INTERNAL,
  EXIT_LOCKED,
  EXIT_CONFLICT,
  EXIT_PREFLIGHT,
  EXIT_TIMED_OUT,
]);

/**
 * The exit status of a run (docs/design/runner.md#exit-status). `stoppedBy`: the signal that stopped the runner.
 */
export function exitStatusOf(ending: RunEnding, lastTry: RunTry | null, stoppedBy: NodeJS.Signals): number {
  switch (ending) {
    case 'done':
    case 'already-there':
      return 0;
    case 'verify-failed':
      return EXIT_VERIFY_FAILED;
    case 'unreachable':
      return EXIT_UNREACHABLE;
    case 'locked':
      return EXIT_LOCKED;
    case 'conflict':
      return EXIT_CONFLICT;
    case 'preflight':
      return EXIT_PREFLIGHT;
    case 'timed-out':
      return EXIT_TIMED_OUT;
    case 'stopped':
      return statusOfSignal(stoppedBy);
    case 'command-failed':
      if (lastTry?.signal != null) return statusOfSignal(lastTry.signal);
      return commandStatus(lastTry?.exitCode ?? 1);
  }
}

/** What a shell says of a command that could not be started for this reason. */
export function statusOfNotStarted(code: string): number {
  return code === 'ENOENT' ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
}

/** True for a command that cannot be run however often it is tried. */
export function isNotRunnable(exitCode: number): boolean {
  return exitCode === EXIT_NOT_EXECUTABLE || exitCode === EXIT_NOT_FOUND;
}

function commandStatus(status: number): number {
  return RESERVED.has(status) ? 1 : status;
}

/** As a shell says it of what died of a signal. */
export function statusOfSignal(signal: string): number {
  return 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
}
