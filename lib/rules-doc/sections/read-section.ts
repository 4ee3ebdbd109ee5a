import type { z } from 'zod';
import { SECTIONS, type SectionName } from '../schema.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { type ProblemLog, quoted } from '../yaml/problem-log.ts';
import { plainValue, type TreeMap, type TreeNode } from '../yaml/tree.ts';
import { reportUnknownKeys } from '../yaml/unknown-key.ts';

type Values<S extends SectionName> = Partial<z.output<(typeof SECTIONS)[S]>>;

/** Keys whose values are sections or rules of their own, and are read by others. */
const READ_ELSEWHERE = new Set([
  'version',
  'rule',
  'rules',
  'report',
  'each',
  'settings',
  'people',
  'groups',
  'calendars',
  'jobs',
]);

/** The node that a schema's complaint is about. */
function nodeAt(node: TreeNode, path: readonly PropertyKey[]): TreeNode {
  let at = node;
  for (const step of path) {
    const next: TreeNode | undefined =
      at.kind === 'map' ? at.entries.get(String(step))?.value : at.kind === 'list' ? at.items[Number(step)] : undefined;
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

function describe(node: TreeNode): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a mapping';
  if (node.value === null) return 'empty';
  return typeof node.value === 'string' ? quoted(node.value) : node.text;
}

function codeOf(node: TreeNode, issueCode: string | undefined): ProblemCode {
  if (node.kind === 'scalar' && typeof node.value === 'number' && !Number.isFinite(node.value))
    return 'NUMBER_NOT_FINITE';
  if (issueCode === 'invalid_value' && node.kind === 'scalar' && typeof node.value === 'string') return 'UNKNOWN_VALUE';
  return 'WRONG_TYPE';
}

/**
 * Reads the plain keys of a section by its schema. Problems go to the log, each at its own place; a value with a problem
 * is left out, so that the rest can still be looked at. Sections and rules inside it are for their own readers.
 */
export function readSection<S extends SectionName>(map: TreeMap, section: S, path: string, log: ProblemLog): Values<S> {
  reportUnknownKeys(map, section, path, log);
  const shape: Readonly<Record<string, z.ZodType>> = SECTIONS[section].shape;
  const values: Record<string, unknown> = {};
  for (const { key, value: node } of map.entries.values()) {
    const schema = Object.hasOwn(shape, key) && !READ_ELSEWHERE.has(key) ? shape[key] : undefined;
    if (schema === undefined) continue;
    const result = schema.safeParse(plainValue(node));
    if (result.success) {
      values[key] = result.data;
      continue;
    }
    const [issue] = result.error.issues;
    const at = nodeAt(node, issue?.path ?? []);
    log.error(
      codeOf(at, issue?.code),
      at.offset,
      `${path === '' ? '' : `${path}.`}${key}`,
      `${key} is ${describe(at)}; ${issue?.message}`,
    );
  }
  return values as Values<S>;
}

/** The mapping that stands at a node; an empty value counts as an empty mapping. Anything else is logged, and null. */
export function readMap(node: TreeNode | undefined, path: string, log: ProblemLog, what: string): TreeMap | null {
  if (node === undefined) return null;
  if (node.kind === 'map') return node;
  if (node.kind === 'scalar' && node.value === null) return { kind: 'map', offset: node.offset, entries: new Map() };
  log.error('WRONG_TYPE', node.offset, path, `${path} is ${describe(node)}; write ${what}`);
  return null;
}
