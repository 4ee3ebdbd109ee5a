import { plainScalar } from './plain-scalar.ts';
import type { TreeEntry, TreeNode } from './tree.ts';

const DEEPEST_FLOW = 4;
const KEY = /[A-Za-z0-9_][A-Za-z0-9_.*-]{0,127}(?=: )/y;
/** A text in brackets without quotes: no commas, brackets or hashes, and colons only inside a word. */
const PLAIN = /[A-Za-z0-9_./~(](?:[A-Za-z0-9_./~() @+%=;*<>$-]|:[A-Za-z0-9_./])*/y;
const QUOTED = /"([^"\\\n]*)"|'([^'\n]*)'(?!')/y;

/** Reads `{ a: b, c: [d, "e"] }` on one line, as far as it is plain; see plain-tree.ts. */
export class FlowReader {
  readonly #text: string;
  readonly #end: number;
  /** Where reading goes on; behind the bracket once it is read. */
  at: number;

  constructor(text: string, at: number, end: number) {
    this.#text = text;
    this.at = at;
    this.#end = end;
  }

  /** The value at `at`; null when it is not plain. */
  read(depth: number): TreeNode | null {
    if (depth > DEEPEST_FLOW) return null;
    const first = this.#text[this.at];
    if (first === '{') return this.#map(depth);
    if (first === '[') return this.#list(depth);
    if (first === '"' || first === "'") return this.#quoted();
    const offset = this.at;
    const written = this.#match(PLAIN)?.[0].trimEnd();
    if (written === undefined) return null;
    this.at = offset + written.length;
    return plainScalar(written, offset);
  }

  #map(depth: number): TreeNode | null {
    const offset = this.at;
    const entries = new Map<string, TreeEntry>();
    do {
      this.at += 1;
      this.#skipBlanks();
      const keyOffset = this.at;
      const key = this.#match(KEY)?.[0];
      if (key === undefined || entries.has(key)) return null;
      this.at += 1;
      this.#skipBlanks();
      const value = this.read(depth + 1);
      if (value === null) return null;
      entries.set(key, { key, keyOffset, value });
      this.#skipBlanks();
    } while (this.#text[this.at] === ',');
    return this.#closes('}') ? { kind: 'map', offset, entries } : null;
  }

  #list(depth: number): TreeNode | null {
    const offset = this.at;
    const items: TreeNode[] = [];
    do {
      this.at += 1;
      this.#skipBlanks();
      const item = this.read(depth + 1);
      if (item === null) return null;
      items.push(item);
      this.#skipBlanks();
    } while (this.#text[this.at] === ',');
    return this.#closes(']') ? { kind: 'list', offset, items } : null;
  }

  #quoted(): TreeNode | null {
    const offset = this.at;
    const match = this.#match(QUOTED);
    if (match === null) return null;
    const value = match[1] ?? match[2] ?? '';
    return { kind: 'scalar', offset, end: this.at, value, text: value };
  }

  #closes(bracket: string): boolean {
    if (this.#text[this.at] !== bracket || this.at >= this.#end) return false;
    this.at += 1;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.at = pattern.lastIndex;
    return match;
  }

  #skipBlanks(): void {
    while (this.#text[this.at] === ' ') this.at += 1;
  }
}
