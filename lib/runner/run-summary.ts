import type { RunEnding } from './run-result.ts';

/** What the last sentence of a run is made of. */
export interface SummaryParts {
  readonly jobId: string;
  readonly node: string | null;
  readonly ending: RunEnding;
  /** What was found in the phase that decided. */
  readonly message: string;
  /** The end of the command's output. */
  readonly outputTail: string;
}

const MAX_SAID = 200;

/** One sentence that a person can act on (docs/design/runner.md#exit-status). */
export function summaryOf({ jobId, node, ending, message, outputTail }: SummaryParts): string {
  return `${node === null ? jobId : `${jobId}/${node}`}: ${wordsOf(ending, message, lastLineOf(outputTail))}`;
}

function wordsOf(ending: RunEnding, message: string, said: string): string {
  const output = said === '' ? 'it printed nothing' : `its last line: ${said}`;
  switch (ending) {
    case 'done':
      return `done: ${message}`;
    case 'already-there':
      return `already there: ${message}`;
    case 'command-failed':
      return `failed: ${message}; ${output}`;
    case 'timed-out':
      return `timed out: ${message}; find out what it waits for, or raise --timeout or --deadline`;
    case 'verify-failed':
      return `failed: the command succeeded, but its backup is not valid: ${message}`;
    case 'conflict':
      return `conflict: the command says that the backup is already there, but it is not valid: ${message}`;
    case 'unreachable':
      return `failed: ${message}`;
    case 'preflight':
    case 'locked':
      return `not started: ${message}`;
    case 'stopped':
      return `stopped: ${message}; run it again if you need this backup`;
  }
}

function lastLineOf(output: string): string {
  const line =
    output
      .trimEnd()
      .split(/[\r\n]+/)
      .at(-1) ?? '';
  return line.trim().slice(0, MAX_SAID);
}
