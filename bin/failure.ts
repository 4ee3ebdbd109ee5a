import { RulesUnavailable } from '../lib/ports/rules-source.ts';
import { SecretUnavailable } from '../lib/ports/secrets.ts';
import { StateFolderReplaced, StateStoreUnavailable } from '../lib/ports/state-store.ts';
import { complain } from './print/complain.ts';
import { terminalText } from './print/terminal-text.ts';
import { UsageError } from './usage-error.ts';

export const EXIT_UNKNOWN = 3;
export const EXIT_USAGE = 64;
const EXIT_INTERNAL = 70;
export const EXIT_IO = 74;

const FILE_LIMITS: readonly unknown[] = ['EMFILE', 'ENFILE'];
const UNREACHABLE = [StateStoreUnavailable, RulesUnavailable, SecretUnavailable];

/** Prints what went wrong and returns the exit status. No stack trace, unless SENTINEL_DEBUG is set. */
export function failureOf(error: unknown): number {
  // The program's entry says what to do about a limit of open files, which most often ends the loading of a file.
  if (FILE_LIMITS.includes((error as { readonly code?: unknown } | null)?.code)) throw error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) return say(message, EXIT_USAGE);
  if (error instanceof StateFolderReplaced) return say(message, EXIT_IO);
  if (UNREACHABLE.some((kind) => error instanceof kind)) return say(message, EXIT_UNKNOWN);
  if (process.env.SENTINEL_DEBUG && error instanceof Error) process.stderr.write(terminalText(`${error.stack}\n`));
  return say(`internal error: ${message} (SENTINEL_DEBUG=1 prints the stack trace)`, EXIT_INTERNAL);
}

function say(message: string, status: number): number {
  complain(`sentinel: ${message}`);
  return status;
}
