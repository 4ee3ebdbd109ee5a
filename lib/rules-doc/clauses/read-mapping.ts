import type { TimeGroup } from '../../core/hours/calendar-times.ts';
import type { SentenceReader } from '../sentence/sentence.ts';
import { mergeGroups } from '../sentence/slots/format-groups.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { TreeEntry, TreeMap, TreeNode } from '../yaml/tree.ts';
import type { Said } from './clause.ts';
import { DAY_KEY_NAMES, daysPhrase, textsOf } from './mapping-days.ts';
import { bad, good, type Reading } from './units.ts';

/** Keys of the mapping form that are no clause of their own. */
export const MAPPING_KEYS = [...DAY_KEY_NAMES, 'times', 'every_months'] as const;

/** One value of a mapping as it was read, with the entry that it stands in. */
export interface ReadEntry {
  readonly entry: TreeEntry;
  readonly reading: Reading<Said>;
}

/**
 * Reads the mapping form of a rule: each value becomes the sentence that it stands for and is read as one, so that both
 * forms cannot differ (docs/design/rules-doc.md#mapping-form).
 */
export function readMapping(sentences: SentenceReader, map: TreeMap): ReadEntry[] {
  const found: ReadEntry[] = [];
  const days = daysPhrase(map);
  const at = map.entries.get('at');
  for (const clause of sentences.grammar.clauses) {
    const entry = map.entries.get(clause.name);
    if (entry === undefined) continue;
    const takesDays = clause.name === 'at' || (clause.name === 'by' && at === undefined);
    const behind = takesDays ? days : good('');
    const text = clause.name === 'at' ? timesText(entry.value) : valueText(clause.name, entry.value);
    if (!text.ok) found.push({ entry, reading: text });
    else if (!behind.ok) found.push({ entry, reading: behind });
    else if (text.value !== null) {
      const candidates = clause.sentences(text.value).map((sentence) => `${sentence} ${behind.value}`.trim());
      found.push({ entry, reading: readAs(sentences, clause.name, candidates) });
    }
  }
  const times = map.entries.get('times');
  if (times !== undefined) found.push({ entry: times, reading: readGroups(sentences, times.value) });
  const months = map.entries.get('every_months');
  if (months !== undefined) found.push({ entry: months, reading: readMonths(months.value) });
  const [day] = DAY_KEY_NAMES.flatMap((key) => map.entries.get(key) ?? []);
  if (day !== undefined && at === undefined && !map.entries.has('by')) {
    const message = `${day.key} has no time of day beside it; write at: 02:00 as well, or take the line out`;
    found.push({ entry: day, reading: bad('DAYS_WITHOUT_TIME', message) });
  }
  return found;
}

/** The text of a value; null for `false`, which says that a clause is not meant. */
function valueText(name: string, node: TreeNode): Reading<string | null> {
  if (node.kind !== 'scalar') {
    return bad('WRONG_TYPE', `${name} is a ${node.kind === 'list' ? 'list' : 'mapping'}; write one value`);
  }
  if (node.value === null || node.value === '') {
    return bad('WRONG_TYPE', `${name} is empty; write its value, or take the line out`);
  }
  if (node.value === false) return good(null);
  if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
    return bad(
      'NUMBER_NOT_FINITE',
      `${name} is ${node.text}, which is no number to compare with; write a number and a unit`,
    );
  }
  return good(typeof node.value === 'string' ? node.value : node.text);
}

function timesText(node: TreeNode): Reading<string | null> {
  if (node.kind !== 'list') return valueText('at', node);
  const texts = textsOf(node);
  return texts === null || texts.length === 0
    ? bad('WRONG_TYPE', 'at is no list of times; write ["02:00", "14:00"]')
    : good(texts.join(' and '));
}

/** The first of these sentences that says this clause, and at most `by` or a size beside it. */
function readAs(sentences: SentenceReader, name: string, candidates: readonly string[]): Reading<Said> {
  let first: Reading<Said> | null = null;
  for (const candidate of candidates) {
    const { clauses, problems } = sentences.read(candidate);
    const [problem] = problems;
    const [only, other] = clauses;
    if (problem === undefined && only?.clause === name && other === undefined) return good({ [name]: only.value });
    const isOther = problem === undefined;
    first ??= isOther
      ? bad('WRONG_TYPE', `${quoted(candidate)} is more than one clause; write only the value of ${name}`)
      : bad(problem.code, problem.message);
    if (!isOther && problem.code !== 'UNKNOWN_CLAUSE') first = bad(problem.code, problem.message);
  }
  return first ?? bad('WRONG_TYPE', `${name} has no value; write one, or take the line out`);
}

function readGroups(sentences: SentenceReader, node: TreeNode): Reading<Said> {
  const groups: TimeGroup[] = [];
  for (const item of node.kind === 'list' ? node.items : [node]) {
    const at = item.kind === 'map' ? item.entries.get('at') : undefined;
    if (item.kind !== 'map' || at === undefined) {
      return bad('WRONG_TYPE', 'times is a list of groups; write [{ at: ["02:00"], on: weekdays }]');
    }
    const days = daysPhrase(item);
    const text = timesText(at.value);
    if (!days.ok) return days;
    if (!text.ok) return text;
    const reading = readAs(sentences, 'at', [`at ${text.value} ${days.value}`.trim()]);
    if (!reading.ok) return reading;
    groups.push(...(reading.value.at as readonly TimeGroup[]));
  }
  return groups.length === 0
    ? bad('WRONG_TYPE', 'times is an empty list; take the line out')
    : good({ at: mergeGroups(groups) });
}

function readMonths(node: TreeNode): Reading<Said> {
  const months = node.kind === 'scalar' ? node.value : null;
  return typeof months === 'number' && Number.isInteger(months) && months >= 1 && months <= 1200
    ? good({ every: { months } })
    : bad('WRONG_TYPE', 'every_months is no whole number of months; write 1, 3 or 12');
}
