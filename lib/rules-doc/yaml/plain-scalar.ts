import type { TreeScalar } from './tree.ts';

/** What YAML's core schema takes for a number, apart from short whole ones. */
const NUMBER =
  /^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/;
const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
]);

/** A text without quotes as YAML's core schema understands it; null for numbers other than short whole ones. */
export function plainScalar(text: string, offset: number): TreeScalar | null {
  const end = offset + text.length;
  const word = WORDS.get(text);
  if (word !== undefined) return { kind: 'scalar', offset, end, value: word, text };
  if (/^[0-9]{1,9}$/.test(text)) return { kind: 'scalar', offset, end, value: Number(text), text };
  return NUMBER.test(text) ? null : { kind: 'scalar', offset, end, value: text, text };
}
