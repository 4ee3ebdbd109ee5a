import { terminalText } from './terminal-text.ts';

/** Prints on standard output. All commands print by it, so that nothing of others reaches a terminal as it is. */
export function printText(text: string): boolean {
  return process.stdout.write(terminalText(text));
}
