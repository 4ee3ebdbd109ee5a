import { understoodSentence } from './clauses/understood-rule.ts';
import { RULE_SENTENCES } from './sentence/rule-grammar.ts';
import { ProblemLog } from './yaml/problem-log.ts';
import { readTree } from './yaml/read-tree.ts';
import { SourceText } from './yaml/source-text.ts';
import { child, type TreeMap, type TreeNode, type TreeScalar } from './yaml/tree.ts';

/** A document with its rules in canonical clauses. */
export interface CanonicalDocument {
  readonly text: string;
  /** How many rules are written otherwise than before. */
  readonly rewritten: number;
}

/**
 * The document with each rule sentence that is understood written back in canonical clauses, in its place; all else,
 * comments too, stays as it is. What is not understood is left alone. The text has no errors in its YAML.
 */
export function canonicalDocument(text: string): CanonicalDocument {
  const top = readTree(text, new ProblemLog(new SourceText(text)));
  const changes = new Map<number, { readonly scalar: TreeScalar; readonly written: string }>();
  for (const { scalar, name } of top === null ? [] : ruleScalars(top)) {
    const sentence = canonicalOf(String(scalar.value), name);
    if (sentence !== null && sentence !== scalar.value) {
      changes.set(scalar.offset, { scalar, written: writtenLike(text, scalar, sentence) });
    }
  }
  let result = text;
  // From the end, so that the places before stay what they are.
  for (const { scalar, written } of [...changes.values()].sort((a, b) => b.scalar.offset - a.scalar.offset)) {
    result = result.slice(0, scalar.offset) + written + result.slice(endOf(text, scalar));
  }
  return { text: result, rewritten: changes.size };
}

interface RuleScalar {
  readonly scalar: TreeScalar;
  /** The job's name, which may stand in front of its sentence; null for settings and groups. */
  readonly name: string | null;
}

function ruleScalars(top: TreeMap): RuleScalar[] {
  const found: RuleScalar[] = [];
  const add = (node: TreeNode | undefined, name: string | null) => {
    if (node?.kind === 'scalar' && typeof node.value === 'string') found.push({ scalar: node, name });
  };
  const mapsIn = (node: TreeNode | undefined) =>
    node?.kind === 'map'
      ? [...node.entries.values()].flatMap(({ key, value }) => (value.kind === 'map' ? [{ key, value }] : []))
      : [];
  const settings = child(top, 'settings');
  if (settings?.kind === 'map') add(child(settings, 'rule'), null);
  for (const { value } of mapsIn(child(top, 'groups'))) add(child(value, 'rule'), null);
  for (const { key, value } of mapsIn(child(top, 'jobs'))) {
    const name = child(value, 'name');
    add(child(value, 'rule'), name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : key);
  }
  return found;
}

/** A sentence in canonical clauses, behind its name; null where it is not understood, or says nothing. */
function canonicalOf(sentence: string, name: string | null): string | null {
  const isNamed = name !== null && sentence.toLowerCase().startsWith(`${name.toLowerCase()}:`);
  const own = isNamed ? sentence.slice(0, name.length + 1) : '';
  const { clauses, problems, stretches } = RULE_SENTENCES.read(sentence.slice(own.length));
  if (problems.length > 0 || clauses.length === 0) return null;
  const label = stretches.find(({ kind }) => kind === 'name');
  const front = own === '' ? (label === undefined ? '' : sentence.slice(0, label.to)) : `${own} `;
  const said = Object.fromEntries(clauses.map(({ clause, value }) => [clause, value]));
  return `${front}${understoodSentence(RULE_SENTENCES.grammar, said)}`;
}

const PLAIN = /^[A-Za-z0-9][^,[\]{}#:"'\n]*$/;

/** A value in the quotes that the scalar had; one that had none gets them where YAML would read it otherwise. */
function writtenLike(text: string, scalar: TreeScalar, value: string): string {
  const first = text[scalar.offset];
  if (first === '"') return JSON.stringify(value);
  if (first !== "'" && PLAIN.test(value)) return value + headerComment(text, scalar);
  return `'${value.replaceAll("'", "''")}'${headerComment(text, scalar)}`;
}

/** The comment behind the header of a block scalar, which would go with the header. */
function headerComment(text: string, scalar: TreeScalar): string {
  if (!isBlock(text, scalar)) return '';
  const header = text.slice(scalar.offset, text.indexOf('\n', scalar.offset));
  return /\s#.*$/.exec(header)?.[0] ?? '';
}

function isBlock(text: string, scalar: TreeScalar): boolean {
  return text[scalar.offset] === '|' || text[scalar.offset] === '>';
}

/** The line breaks behind a block scalar are its own, but what follows needs them. */
function endOf(text: string, scalar: TreeScalar): number {
  let end = scalar.end;
  if (isBlock(text, scalar)) while (end > scalar.offset && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}
