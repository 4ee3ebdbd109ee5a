import type { Instant } from '../../core/instant.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import type { TreeMap, TreeNode, TreeScalar } from '../yaml/tree.ts';
import { reportUnknownKeys } from '../yaml/unknown-key.ts';
import { CLAUSE_READERS } from './clause-readers.ts';
import { type ClausePlace, type ClauseSet, offsetOfClause } from './clause-set.ts';
import type { Clause } from './clause-values.ts';
import { CLAUSES } from './clause-values.ts';
import { readCron } from './cron-expression.ts';
import { parseSentence } from './sentence.ts';
import { bad, type Reading, readPercent } from './units.ts';

type Draft = { [K in Clause]?: { value: unknown; place: ClausePlace } };

const PERCENTAGES: readonly Clause[] = ['margin', 'shrink', 'warn_shrink'];

/** Reads a sentence into clauses with their places. A name in front that equals the job's is left out. */
function readSentenceForm(
  scalar: TreeScalar,
  text: string,
  path: string,
  name: string | null,
  context: ReadingContext,
): Draft {
  const named = name !== null && text.toLowerCase().startsWith(`${name.toLowerCase()}:`);
  const skipped = named ? name.length + 1 : 0;
  const sentence = parseSentence(skipped === 0 ? text : text.slice(skipped));
  const draft: Draft = {};
  for (const { clause, value, index } of sentence.clauses)
    draft[clause] = { value, place: { scalar, index: index + skipped, path } };
  for (const { code, index, message } of sentence.problems) {
    context.log.error(code, offsetOfClause(context.text, { scalar, index: index + skipped, path }), path, message);
  }
  return draft;
}

/** The text of a mapping's value; lists are taken for days only. */
function valueText(clause: Clause, node: TreeNode): Reading<string> | string {
  if (node.kind === 'list' && clause === 'on' && node.items.every((item) => item.kind === 'scalar')) {
    return node.items.map((item) => (item.kind === 'scalar' ? item.text : '')).join(', ');
  }
  if (node.kind !== 'scalar')
    return bad('WRONG_TYPE', `${clause} is a ${node.kind === 'list' ? 'list' : 'mapping'}; write one value`);
  if (node.value === null || node.value === '')
    return bad('WRONG_TYPE', `${clause} is empty; write its value, or take the line out`);
  if (typeof node.value === 'boolean') return bad('WRONG_TYPE', `${clause} is ${node.text}; write a value with a unit`);
  if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
    return bad(
      'NUMBER_NOT_FINITE',
      `${clause} is ${node.text}, which is no number to compare with; write a number and a unit`,
    );
  }
  return typeof node.value === 'number' ? node.text : node.value;
}

function readMappingValue(clause: Clause, node: TreeNode): Reading<unknown> {
  const text = valueText(clause, node);
  if (typeof text !== 'string') return text;
  const plain = text.trim().split(/\s+/).join(' ');
  if (PERCENTAGES.includes(clause)) return readPercent(plain, 'bare');
  return CLAUSE_READERS[clause](clause === 'cron' ? plain : plain.toLowerCase());
}

function readMappingForm(map: TreeMap, path: string, context: ReadingContext): Draft {
  reportUnknownKeys(map, 'rule', path, context.log);
  const draft: Draft = {};
  for (const clause of CLAUSES) {
    const entry = map.entries.get(clause);
    if (entry === undefined) continue;
    const keyPath = `${path}.${clause}`;
    const reading = readMappingValue(clause, entry.value);
    if (!reading.ok) context.log.error(reading.code, entry.value.offset, keyPath, reading.message);
    else draft[clause] = { value: reading.value, place: { scalar: scalarAt(entry.value), index: 0, path: keyPath } };
  }
  return draft;
}

function scalarAt(node: TreeNode): TreeScalar {
  return node.kind === 'scalar'
    ? node
    : { kind: 'scalar', offset: node.offset, end: node.offset, value: null, text: '' };
}

function checkCron(draft: Draft, now: Instant, context: ReadingContext): void {
  const cron = draft.cron;
  if (cron === undefined) return;
  const reading = readCron(String(cron.value), now);
  if (reading.ok) cron.value = reading.value;
  else {
    context.log.error(reading.code, offsetOfClause(context.text, cron.place), cron.place.path, reading.message);
    delete draft.cron;
  }
}

/** `every` beside `at` or `cron`, or these two beside each other, in one rule: only one can be meant. */
function checkSingleSchedule(draft: Draft, context: ReadingContext): void {
  const [first, second] = (['every', 'at', 'cron'] as const).filter((clause) => draft[clause] !== undefined);
  if (first === undefined || second === undefined) return;
  const place = draft[second]?.place;
  if (place === undefined) return;
  const message = `this rule says both ${first} and ${second}; keep the one that says when the job runs`;
  context.log.error('SCHEDULE_TWICE', offsetOfClause(context.text, place), place.path, message);
  for (const clause of ['every', 'at', 'on', 'cron'] as const) delete draft[clause];
}

export interface ReadRule {
  readonly clauses: ClauseSet;
  /** False when something in it was not understood: then nothing should be concluded from what is missing. */
  readonly isWhole: boolean;
}

const NOTHING: ReadRule = { clauses: {}, isWhole: true };

/**
 * Reads the value of a `rule:` key, a sentence or a mapping; faults go to the log. `name` is the job's name, which may
 * stand in front of a sentence; null for settings and groups.
 */
export function readClauses(
  node: TreeNode | undefined,
  path: string,
  name: string | null,
  context: ReadingContext,
): ReadRule {
  if (node === undefined) return NOTHING;
  const before = context.log.count;
  let draft: Draft;
  if (node.kind === 'map') draft = readMappingForm(node, path, context);
  else if (node.kind === 'scalar' && typeof node.value === 'string') {
    draft = readSentenceForm(node, node.value, path, name, context);
  } else {
    const found = node.kind === 'list' ? 'a list' : node.value === null ? 'empty' : quoted(node.text);
    context.log.error(
      'WRONG_TYPE',
      node.offset,
      path,
      `rule is ${found}; write a sentence such as every 24 hours, allow 26`,
    );
    return { clauses: {}, isWhole: false };
  }
  checkCron(draft, context.now, context);
  checkSingleSchedule(draft, context);
  return { clauses: draft as ClauseSet, isWhole: context.log.count === before };
}
