import { terminalText } from './terminal-text.ts';

/** Prints on standard output. All commands print by it, so that nothing of others reaches a terminal as it is. */
export function printText(text: string): boolean {
  return process.stdout.write(terminalText(text));
}

/** Prints the one JSON document of a command. */
export function printJson(value: unknown): void {
  printText(`${JSON.stringify(value, null, 2)}\n`);
}
