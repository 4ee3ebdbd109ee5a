import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { ProblemCode } from './problem-code.ts';
import { type ProblemLog, quoted } from './problem-log.ts';
import type { TreeEntry, TreeNode, TreeScalar } from './tree.ts';

/** How many values all aliases of a document may stand for together. */
const MAX_ALIASED_NODES = 100;

interface Anchored {
  readonly node: TreeNode;
  readonly size: number;
}

/** Makes the tree of a YAML document, and finds what YAML itself lets pass: doubled keys, loops, alias bombs. */
class TreeBuilder {
  readonly #log: ProblemLog;
  readonly #anchors = new Map<string, Anchored | 'open'>();
  #aliasedNodes = 0;
  /** False when an alias has no value: then nothing can be said about what stands in its place. */
  isWhole = true;
  /** Nodes built so far; the difference before and after a node is its size. */
  #built = 0;

  constructor(log: ProblemLog) {
    this.#log = log;
  }

  build(node: unknown, offset: number, path: string): TreeNode {
    if (isAlias(node)) return this.#alias(node.source, node.range?.[0] ?? offset, path);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (!anchor) return this.#plain(node as Node | null, offset, path);
    this.#anchors.set(anchor, 'open');
    const before = this.#built;
    const built = this.#plain(node as Node, offset, path);
    this.#anchors.set(anchor, { node: built, size: this.#built - before });
    return built;
  }

  #plain(node: Node | null, offset: number, path: string): TreeNode {
    this.#built += 1;
    const start = node?.range?.[0] ?? offset;
    if (isMap(node)) return this.#map(node, start, path);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.build(item, start, `${path}[${index}]`));
      return { kind: 'list', offset: start, items };
    }
    if (!isScalar(node)) return emptyScalar(start);
    const value: unknown = node.value;
    const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return {
      kind: 'scalar',
      offset: start,
      end: node.range?.[1] ?? start,
      value: known ? value : null,
      text: node.source ?? String(value ?? ''),
    };
  }

  #map(map: YAMLMap, offset: number, path: string): TreeNode {
    const entries = new Map<string, TreeEntry>();
    for (const pair of map.items) {
      const key = pair.key as Node | null;
      const keyOffset = key?.range?.[0] ?? offset;
      if (key !== null && !isScalar(key)) {
        this.#log.error('WRONG_TYPE', keyOffset, path, 'a key is a list, a mapping or an alias here; write a name');
        continue;
      }
      const name = typeof key?.value === 'string' ? key.value : (key?.source ?? '');
      const keyPath = path === '' ? name : `${path}.${name}`;
      const first = entries.get(name);
      const value = this.build(pair.value, key?.range?.[1] ?? keyOffset, keyPath);
      if (first === undefined) entries.set(name, { key: name, keyOffset, value });
      else {
        const message = `the key ${quoted(name)} stands here a second time; keep one of the two`;
        this.#log.error('DUPLICATE_KEY', keyOffset, keyPath, message);
      }
    }
    return { kind: 'map', offset, entries };
  }

  #alias(name: string, offset: number, path: string): TreeNode {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) {
      const message = `there is no anchor &${name} above this alias; define it first, or write the value`;
      return this.#broken('YAML_SYNTAX', offset, path, message);
    }
    if (anchored === 'open') {
      const message = `the alias *${name} stands inside what it stands for; write the value instead`;
      return this.#broken('RECURSIVE_ALIAS', offset, path, message);
    }
    const before = this.#aliasedNodes;
    this.#aliasedNodes += anchored.size;
    this.#built += anchored.size;
    if (this.#aliasedNodes <= MAX_ALIASED_NODES) return anchored.node;
    if (before > MAX_ALIASED_NODES) return emptyScalar(offset);
    const message = `the aliases up to *${name} stand for more than ${MAX_ALIASED_NODES} values; use settings.rule or a group's rule to share one`;
    return this.#broken('TOO_MANY_ALIASES', offset, path, message);
  }

  #broken(code: ProblemCode, offset: number, path: string, message: string): TreeScalar {
    this.isWhole = false;
    this.#log.error(code, offset, path, message);
    return emptyScalar(offset);
  }
}

function emptyScalar(offset: number): TreeScalar {
  return { kind: 'scalar', offset, end: offset, value: null, text: '' };
}

/** Builds the tree of a document without syntax errors; null when the document says nothing or an alias is broken. */
export function buildTree(document: Document.Parsed, log: ProblemLog): TreeNode | null {
  if (document.contents === null) return null;
  const builder = new TreeBuilder(log);
  const tree = builder.build(document.contents, 0, '');
  return builder.isWhole ? tree : null;
}
