import type { Place } from '../../core/evidence/place.ts';
import { type ReadRule, readClauses } from '../clauses/read-clauses.ts';
import { readDate, readTime } from '../clauses/times.ts';
import type { Ignored } from '../document.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import { child, type TreeMap, type TreeNode } from '../yaml/tree.ts';
import { parsePlace } from './place-text.ts';
import { checkIds } from './read-ids.ts';
import { readMap, readSection } from './read-section.ts';
import { readZone } from './read-values.ts';

const DEFAULT_SUMMARY_MINUTE = 8 * 60;

/** Names of people as a section gives them; whether they exist is asked when all people are known. */
export interface NamedPeople {
  readonly owner: string | null;
  readonly escalateTo: string | null;
}

export interface Settings extends NamedPeople {
  readonly map: TreeMap;
  readonly timezone: string;
  readonly admin: string | null;
  readonly rule: ReadRule;
  /** Names of calendars and codes; whether they exist is asked when all calendars are known. */
  readonly skips: readonly string[] | null;
  readonly summaryMinute: number;
  readonly ignored: Ignored;
}

/** Reads the section `settings`; without one, the defaults. */
export function readSettings(node: TreeNode | undefined, context: ReadingContext): Settings {
  const none: TreeMap = { kind: 'map', offset: 0, entries: new Map() };
  const map = readMap(node, 'settings', context.log, 'keys such as timezone and admin') ?? none;
  const values = readSection(map, 'settings', 'settings', context.log);
  const summary = values.summary === undefined ? null : readTime(values.summary);
  if (summary !== null && !summary.ok) {
    const offset = child(map, 'summary')?.offset ?? map.offset;
    context.log.error(summary.code, offset, 'settings.summary', `summary: ${summary.message}`);
  }
  return {
    map,
    timezone: readZone(map, values.timezone, 'settings', context.log) ?? 'UTC',
    admin: values.admin ?? null,
    owner: values.owner ?? null,
    escalateTo: values.escalate_to ?? null,
    rule: readClauses(child(map, 'rule'), 'settings.rule', null, context),
    skips: namesOf(values.skips),
    summaryMinute: summary?.ok ? summary.value : DEFAULT_SUMMARY_MINUTE,
    ignored: readIgnored(map, namesOf(values.ignore) ?? [], context),
  };
}

/** `ignore` names places as jobs do, so that one that is misspelt is not ignored silently; or ARNs. */
function readIgnored(map: TreeMap, texts: readonly string[], context: ReadingContext): Ignored {
  const node = child(map, 'ignore');
  const places: Place[] = [];
  const arns = texts.filter((text) => text.startsWith('arn:'));
  for (const [index, text] of texts.entries()) {
    if (text.startsWith('arn:')) continue;
    const { place, problem } = parsePlace(text, context.folder);
    const at = node?.kind === 'list' ? node.items[index] : node;
    if (place !== null) places.push(place);
    else context.log.error(problem.code, at?.offset ?? null, 'settings.ignore', problem.message);
  }
  return { places, arns };
}

/** One name or a list of them; null where the key is not there. */
export function namesOf(value: string | readonly string[] | undefined): readonly string[] | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? [value] : value;
}

export interface Group extends NamedPeople {
  readonly map: TreeMap;
  readonly rule: ReadRule;
  readonly urgent: boolean | null;
  readonly timezone: string | null;
  readonly skips: readonly string[] | null;
}

/** Reads the section `groups`. */
export function readGroups(node: TreeNode | undefined, context: ReadingContext): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  const section = readMap(node, 'groups', context.log, 'ids with keys, such as databases: { owner: sam }');
  for (const { key, value } of checkIds(section, 'groups', 'name', context.log)) {
    const path = `groups.${key}`;
    const map = readMap(value, path, context.log, '{ owner: ... }');
    if (map === null) continue;
    const values = readSection(map, 'group', path, context.log);
    groups.set(key, {
      map,
      owner: values.owner ?? null,
      escalateTo: values.escalate_to ?? null,
      rule: readClauses(child(map, 'rule'), `${path}.rule`, null, context),
      urgent: values.urgent ?? null,
      timezone: readZone(map, values.timezone, path, context.log),
      skips: namesOf(values.skips),
    });
  }
  return groups;
}

/** Reads the section `calendars`: names to dates. */
export function readCalendars(
  node: TreeNode | undefined,
  context: ReadingContext,
): ReadonlyMap<string, readonly string[]> {
  const calendars = new Map<string, readonly string[]>();
  const section = readMap(node, 'calendars', context.log, 'names with lists of dates');
  const problem = (code: ProblemCode, at: TreeNode, path: string, message: string) =>
    context.log.error(code, at.offset, path, message);
  for (const { key, value } of checkIds(section, 'calendars', 'name', context.log)) {
    const path = `calendars.${key}`;
    const dates: string[] = [];
    if (value.kind !== 'list') problem('WRONG_TYPE', value, path, `${path} is no list; write [2026-12-24, 2026-12-31]`);
    else {
      for (const item of value.items) {
        const date = readDate(item.kind === 'scalar' ? item.text : '');
        if (date.ok) dates.push(date.value);
        else problem(date.code, item, path, date.message);
      }
    }
    calendars.set(key, dates);
  }
  return calendars;
}

/** Notes `version` and `removes`; the number of jobs that are left out on purpose, 0 when it is not said. */
export function readTop(map: TreeMap, context: ReadingContext): { removes: number } {
  const version = child(map, 'version');
  if (version === undefined) {
    context.log.error('MISSING_KEY', null, '', 'the document does not say its version; add the line version: 1');
  } else if (version.kind !== 'scalar' || version.value !== 1) {
    const found = version.kind === 'scalar' ? quoted(version.text) : `a ${version.kind}`;
    context.log.error('UNKNOWN_VERSION', version.offset, 'version', `version ${found} is not known; write version: 1`);
  }
  return { removes: readSection(map, 'top', '', context.log).removes ?? 0 };
}
