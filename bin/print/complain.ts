import { printable } from './printable.ts';

/** Says a line on standard error, where it never mixes with what a program reads. */
export function complain(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
