import type { TimeGroup } from '../../core/hours/calendar-times.ts';
import { DAY_S } from '../../core/instant.ts';
import { formatTime } from '../sentence/slots/time.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import type { TreeMap, TreeNode, TreeScalar } from '../yaml/tree.ts';
import { reportUnknownKeys } from '../yaml/unknown-key.ts';
import { type ClausePlace, type ClauseSet, offsetOfClause, type PlacedClause } from './clause-set.ts';
import { readCron } from './cron-expression.ts';
import { fromFirstGrammar, mapFromFirstGrammar } from './first-grammar.ts';
import { MAPPING_KEYS, readMapping } from './read-mapping.ts';
import type { ClauseName, ClauseValues } from './registry.ts';

type Draft = { -readonly [N in ClauseName]?: PlacedClause<ClauseValues[N]> };

export interface ReadRule {
  readonly clauses: ClauseSet;
  /** False when something in it was not understood: then nothing should be concluded from what is missing. */
  readonly isWhole: boolean;
}

/** What messages write where a time of day is missing. */
const EXAMPLE_TIME = '02:00';

/** The grammar whose documents were kept as text alone. */
const FIRST_GRAMMAR = 1;

const NOTHING: ReadRule = { clauses: {}, isWhole: true };

/**
 * Reads the value of a `rule:` key, a sentence or a mapping; problems go to the log. `name` is the job's name, which may
 * stand in front of a sentence; null for settings and groups. `usualTimes`: the times of day that the job inherits, for
 * what to write beside days that have none.
 */
export function readClauses(
  node: TreeNode | undefined,
  path: string,
  name: string | null,
  context: ReadingContext,
  usualTimes: readonly TimeGroup[] = [],
): ReadRule {
  // What was kept in mapping form needs no sentence.
  if (node === undefined || context.kept?.rules) return NOTHING;
  const isFirst = context.kept?.grammar === FIRST_GRAMMAR;
  const before = context.log.count;
  let draft: Draft;
  if (node.kind === 'map') {
    draft = readMappingForm(isFirst ? mapFromFirstGrammar(node) : node, path, context, usualTimes);
  } else if (node.kind === 'scalar' && typeof node.value === 'string') {
    const text = isFirst ? fromFirstGrammar(node.value) : node.value;
    draft = readSentenceForm(node, text, path, name, context, usualTimes);
  } else {
    const found = node.kind === 'list' ? 'a list' : node.value === null ? 'empty' : quoted(node.text);
    const message = `rule is ${found}; write a sentence such as every 24 hours, allow 26`;
    context.log.error('WRONG_TYPE', node.offset, path, message);
    return { clauses: {}, isWhole: false };
  }
  checkCron(draft, context);
  checkSingleSchedule(draft, context);
  checkBeside(draft, context);
  return { clauses: draft, isWhole: context.log.count === before };
}

/** Reads a sentence into clauses with their places. A name in front that equals the job's is left out. */
function readSentenceForm(
  scalar: TreeScalar,
  text: string,
  path: string,
  name: string | null,
  context: ReadingContext,
  usualTimes: readonly TimeGroup[],
): Draft {
  const named = name !== null && text.toLowerCase().startsWith(`${name.toLowerCase()}:`);
  const skipped = named ? name.length + 1 : 0;
  const sentence = context.sentences.read(skipped === 0 ? text : text.slice(skipped));
  for (const { code, index, message } of sentence.problems) {
    const at = offsetOfClause(context.text, { scalar, index: index + skipped, path });
    context.log.error(code, at, path, withUsualTimes(code, message, usualTimes));
  }
  return Object.fromEntries(
    sentence.clauses.map(({ clause, value, index }) => [
      clause,
      { value, place: { scalar, index: index + skipped, path } },
    ]),
  );
}

/** The example time of a message, as the times that the job inherits. */
function withUsualTimes(code: ProblemCode, message: string, usualTimes: readonly TimeGroup[]): string {
  if (code !== 'DAYS_WITHOUT_TIME' || usualTimes.length === 0) return message;
  const minutes = [...new Set(usualTimes.flatMap(({ minutesOfDay }) => minutesOfDay))].sort((a, b) => a - b);
  const times = minutes.map(formatTime).join(' and ');
  return `${message.replace(EXAMPLE_TIME, times)} (${times} is what it inherits, for other days)`;
}

function readMappingForm(map: TreeMap, path: string, context: ReadingContext, usualTimes: readonly TimeGroup[]): Draft {
  const names = context.sentences.grammar.clauses.map((clause) => clause.name);
  reportUnknownKeys(map, 'rule', path, context.log, new Set([...names, ...MAPPING_KEYS]));
  const draft: Record<string, PlacedClause<unknown>> = {};
  for (const { entry, reading } of readMapping(context.sentences, map)) {
    const keyPath = `${path}.${entry.key}`;
    if (!reading.ok) {
      const message = withUsualTimes(reading.code, reading.message, usualTimes);
      context.log.error(reading.code, entry.value.offset, keyPath, message);
      continue;
    }
    const place: ClausePlace = { scalar: scalarAt(entry.value), index: 0, path: keyPath };
    for (const [clause, value] of Object.entries(reading.value)) {
      if (draft[clause] === undefined) draft[clause] = { value, place };
      else {
        const message = `${entry.key} says ${clause} a second time; keep one of the two`;
        context.log.error('DUPLICATE_CLAUSE', entry.keyOffset, keyPath, message);
      }
    }
  }
  return draft as Draft;
}

function scalarAt(node: TreeNode): TreeScalar {
  return node.kind === 'scalar'
    ? node
    : { kind: 'scalar', offset: node.offset, end: node.offset, value: null, text: '' };
}

function checkCron(draft: Draft, context: ReadingContext): void {
  const { cron } = draft;
  if (cron === undefined) return;
  const reading = readCron(cron.value, context.now);
  if (reading.ok) draft.cron = { ...cron, value: reading.value };
  else {
    context.log.error(reading.code, offsetOfClause(context.text, cron.place), cron.place.path, reading.message);
    delete draft.cron;
  }
}

/** Two ways to say when a job runs, in one rule: only one can be meant. */
function checkSingleSchedule(draft: Draft, context: ReadingContext): void {
  // `every day, done by 6am` says no more than `by 06:00`.
  const every = draft.every?.value;
  if (draft.by !== undefined && every !== undefined && 'seconds' in every && every.seconds === DAY_S)
    delete draft.every;
  const said = (['every', 'at', 'cron'] as const).filter((clause) => draft[clause] !== undefined);
  const [first, second = draft.by !== undefined && first !== 'at' ? 'by' : undefined] = said;
  if (first === undefined || second === undefined) return;
  const place = draft[second]?.place;
  if (place === undefined) return;
  const message = `this rule says both ${first} and ${second}; keep the one that says when the job runs`;
  context.log.error('SCHEDULE_TWICE', offsetOfClause(context.text, place), place.path, message);
  for (const clause of ['every', 'at', 'cron', 'by'] as const) delete draft[clause];
}

/** Clauses of one rule that say how late a run may be twice. */
function checkBeside(draft: Draft, context: ReadingContext): void {
  const { allow, late, at, by } = draft;
  const logProblem = (clause: PlacedClause<unknown>, message: string) =>
    context.log.error('DUPLICATE_CLAUSE', offsetOfClause(context.text, clause.place), clause.place.path, message);
  if (allow !== undefined && late !== undefined) {
    logProblem(late, 'this rule says both allow and how late; keep one of the two');
  }
  if (at !== undefined && by !== undefined && by.value.days !== null) {
    logProblem(by, 'the days stand with at already; write by and the time alone');
  }
  const second = allow ?? late;
  if (at !== undefined && by !== undefined && second !== undefined) {
    logProblem(second, 'by says how late a run may land; keep one of the two');
  }
}
