import { printable } from './printable.ts';

/** Prints a line on standard error, apart from what programs read. */
export function complain(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
