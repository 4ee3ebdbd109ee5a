/** One plain value of the document: where it stands, what it means, and how it was written. */
export interface TreeScalar {
  readonly kind: 'scalar';
  /** Where its source begins, quotes and block header included, as an offset in the text. */
  readonly offset: number;
  /** Where its source ends. */
  readonly end: number;
  readonly value: string | number | boolean | null;
  /** The value as it was written, without quotes. */
  readonly text: string;
}

export interface TreeEntry {
  readonly key: string;
  readonly keyOffset: number;
  readonly value: TreeNode;
}

export interface TreeMap {
  readonly kind: 'map';
  readonly offset: number;
  /** By key, in the document's order. A Map, so that a key such as `__proto__` is a key like any other. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
}

export interface TreeList {
  readonly kind: 'list';
  readonly offset: number;
  readonly items: readonly TreeNode[];
}

export type TreeNode = TreeScalar | TreeMap | TreeList;

/** The value of a key; undefined when the key is not there. */
export function child(map: TreeMap | null, key: string): TreeNode | undefined {
  return map?.entries.get(key)?.value;
}

/** A node as a plain value, for a schema to look at; mappings have no prototype. */
export function plainValue(node: TreeNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of node.entries) object[key] = plainValue(entry.value);
  return object;
}
