import { FlowReader } from './plain-flow.ts';
import { plainScalar } from './plain-scalar.ts';
import type { TreeEntry, TreeMap, TreeNode } from './tree.ts';

interface OpenMap {
  readonly indent: number;
  readonly offset: number;
  readonly entries: Map<string, TreeEntry>;
  /** A key whose value must be the mapping that follows, deeper indented. */
  pending: { readonly key: string; readonly keyOffset: number } | null;
}

const DEEPEST_PLAIN = 8;
const SPACE = 0x20;
const RETURN = 0x0d;
const HASH = 0x23;
const COLON = 0x3a;

/** Letters, digits and `_`, and behind the first also `.` and `-`: what keys in rules docs are made of. */
function isKeyCharacter(code: number, isFirst: boolean): boolean {
  const isWord =
    (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
  return isWord || (!isFirst && (code === 0x2a || code === 0x2d || code === 0x2e));
}

/**
 * Reads the plain part of YAML that nearly every rules doc keeps to: mappings by indentation, and on one line texts,
 * quoted texts without escapes, and brackets. Null for anything else, problems included: then YAML's own parser, which
 * takes several times as long for thousands of jobs, has the word. What is read here is exactly what that parser
 * reads; a test compares the two on thousands of documents.
 */
export function readPlainTree(text: string): TreeMap | null {
  if (text.includes('\t') || /\r(?!\n)/.test(text)) return null;
  const open: OpenMap[] = [];
  let root: OpenMap | null = null;
  for (let lineStart = 0; lineStart < text.length; ) {
    const newline = text.indexOf('\n', lineStart);
    const nextLine = newline < 0 ? text.length : newline;
    const lineEnd = text.charCodeAt(nextLine - 1) === RETURN ? nextLine - 1 : nextLine;
    let at = lineStart;
    while (text.charCodeAt(at) === SPACE) at += 1;
    const indent = at - lineStart;
    const first = text.charCodeAt(at);
    lineStart = nextLine + 1;
    if (at >= lineEnd || first === HASH) continue;
    // 1. The mapping that this line belongs to.
    let map = open.at(-1);
    if (map !== undefined && indent < map.indent) {
      if (map.pending !== null) return null;
      while (map !== undefined && indent < map.indent) {
        open.pop();
        map = open.at(-1);
      }
    }
    if (map === undefined || indent > map.indent) {
      if (root !== null && map?.pending == null) return null;
      const inner: OpenMap = { indent, offset: at, entries: new Map(), pending: null };
      if (map?.pending != null) {
        map.entries.set(map.pending.key, {
          ...map.pending,
          value: { kind: 'map', offset: at, entries: inner.entries },
        });
        map.pending = null;
      }
      root ??= inner;
      map = inner;
      open.push(map);
      if (open.length > DEEPEST_PLAIN) return null;
    }
    if (indent !== map.indent || map.pending !== null) return null;
    // 2. Its key.
    const keyOffset = at;
    while (isKeyCharacter(text.charCodeAt(at), at === keyOffset)) at += 1;
    const key = text.slice(keyOffset, at);
    if (key === '' || key.length > 128 || text.charCodeAt(at) !== COLON || map.entries.has(key)) return null;
    at += 1;
    if (at < lineEnd && text.charCodeAt(at) !== SPACE) return null;
    while (at < lineEnd && text.charCodeAt(at) === SPACE) at += 1;
    // 3. Its value.
    if (at >= lineEnd || text.charCodeAt(at) === HASH) {
      map.pending = { key, keyOffset };
      // Its place among the keys is here, also when the value comes later.
      map.entries.set(key, { key, keyOffset, value: { kind: 'list', offset: at, items: [] } });
      continue;
    }
    const value = readValue(text, at, lineEnd);
    if (value === null) return null;
    map.entries.set(key, { key, keyOffset, value });
  }
  if (root === null || open.at(-1)?.pending != null) return null;
  return { kind: 'map', offset: root.offset, entries: root.entries };
}

/** True when nothing but blanks and a comment stands between `at` and the end of the line. */
function isRestOfLine(text: string, at: number, lineEnd: number): boolean {
  let next = at;
  while (next < lineEnd && text.charCodeAt(next) === SPACE) next += 1;
  return next >= lineEnd || (next > at && text.charCodeAt(next) === HASH);
}

function readValue(text: string, at: number, lineEnd: number): TreeNode | null {
  const first = text[at];
  if (first === '{' || first === '[') {
    const reader = new FlowReader(text, at, lineEnd);
    const node = reader.read(0);
    return node !== null && isRestOfLine(text, reader.at, lineEnd) ? node : null;
  }
  if (first === '"' || first === "'") {
    const close = text.indexOf(first, at + 1);
    if (close < 0 || close >= lineEnd || !isRestOfLine(text, close + 1, lineEnd)) return null;
    const value = text.slice(at + 1, close);
    return value.includes('\\') && first === '"'
      ? null
      : { kind: 'scalar', offset: at, end: close + 1, value, text: value };
  }
  const line = text.slice(at, lineEnd);
  const comment = line.indexOf(' #');
  let length = comment < 0 ? line.length : comment;
  // Not trimEnd: to YAML only spaces and tabs are blanks, a no-break space is text.
  while (line.charCodeAt(length - 1) === SPACE) length -= 1;
  const written = line.slice(0, length);
  if (!/^[A-Za-z0-9_./~(]/.test(written) || written.includes(': ') || written.endsWith(':')) return null;
  return plainScalar(written, at);
}
