import type { Problem } from '../document.ts';
import type { ProblemCode } from './problem-code.ts';
import type { SourceText } from './source-text.ts';

const MAX_VALUE = 80;
/** Of errors and of warnings: a megabyte of noise can have one at every character, and no reader gets past this many. */
const MAX_KEPT = 1000;

/** A value as a message quotes it: on one line, printable, and not longer than a line of text. */
export function quoted(value: string): string {
  let printable = '';
  for (const character of value.slice(0, MAX_VALUE + 1)) {
    const code = character.codePointAt(0) ?? 0;
    const hidden = code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0x200b && code <= 0x200f);
    const unprintable = hidden || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    printable += unprintable ? '\u{fffd}' : character;
  }
  return value.length > MAX_VALUE ? `"${printable.slice(0, MAX_VALUE)}..."` : `"${printable}"`;
}

/** Gathers the problems of one document; the same problem at the same place is kept once. */
export class ProblemLog {
  readonly #source: SourceText;
  readonly #problems: Problem[] = [];
  readonly #seen = new Set<string>();
  #noted = 0;
  readonly #kept = { error: 0, warning: 0 };
  readonly #left = { error: 0, warning: 0 };

  constructor(source: SourceText) {
    this.#source = source;
  }

  /** Notes a problem that keeps the document from being taken; `offset` null means the whole document. */
  error(code: ProblemCode, offset: number | null, path: string, message: string): void {
    this.#add('error', code, offset, path, message);
  }

  /** Notes something that is most likely not meant, and does not keep the document from being taken. */
  warning(code: ProblemCode, offset: number | null, path: string, message: string): void {
    this.#add('warning', code, offset, path, message);
  }

  get hasErrors(): boolean {
    return this.#kept.error > 0;
  }

  /** How many times a problem was noted, repeats included. */
  get count(): number {
    return this.#noted;
  }

  /** All problems by line, then column, in the order they were found where these are equal. */
  sorted(): Problem[] {
    const sorted = this.#problems.sort((a, b) => a.line - b.line || a.column - b.column);
    const left = (['error', 'warning'] as const).filter((severity) => this.#left[severity] > 0);
    const more = left.map((severity): Problem => {
      const message = `there are ${this.#left[severity]} more ${severity}s; fix these first`;
      return { severity, code: 'MORE_PROBLEMS', line: 0, column: 0, path: '', message };
    });
    return [...sorted, ...more];
  }

  #add(severity: Problem['severity'], code: ProblemCode, offset: number | null, path: string, message: string): void {
    this.#noted += 1;
    // A clause that many jobs inherit is one problem, not one for each of them.
    const identity = `${code} ${offset}`;
    if (offset !== null && this.#seen.has(identity)) return;
    if (this.#kept[severity] >= MAX_KEPT) {
      this.#left[severity] += 1;
      return;
    }
    this.#kept[severity] += 1;
    this.#seen.add(identity);
    const { line, column } = offset === null ? { line: 0, column: 0 } : this.#source.positionAt(offset);
    this.#problems.push({ severity, code, line, column, path, message });
  }
}
