import { SECTIONS, type SectionName } from '../schema.ts';
import { nearest } from './near.ts';
import { type ProblemLog, quoted } from './problem-log.ts';
import type { TreeMap } from './tree.ts';

const keysOf = (section: SectionName): ReadonlySet<string> => new Set(Object.keys(SECTIONS[section].shape));

const KEYS: Record<SectionName, ReadonlySet<string>> = {
  top: keysOf('top'),
  settings: keysOf('settings'),
  person: keysOf('person'),
  group: keysOf('group'),
  job: keysOf('job'),
  rule: keysOf('rule'),
  report: keysOf('report'),
  each: keysOf('each'),
};

/** Where each section stands, for a key that was written in the wrong one. */
const STANDS: Record<SectionName, string> = {
  top: 'at the top of the document',
  settings: 'under settings',
  person: 'under a person in people',
  group: 'under a group in groups',
  job: 'under a job in jobs',
  rule: 'inside rule',
  report: 'inside report',
  each: 'inside each',
};

function remedy(key: string, section: SectionName, keys: ReadonlySet<string>): string {
  const near = nearest(key, keys);
  const elsewhere = (Object.keys(KEYS) as SectionName[]).filter((other) => other !== section && KEYS[other].has(key));
  const home = elsewhere[0];
  if (home !== undefined)
    return `${key} belongs ${elsewhere.map((other) => STANDS[other]).join(' or ')}; check the indentation`;
  if (near !== null) return `did you mean ${near}`;
  return `known here are ${[...keys].join(', ')}`;
}

/** Logs every key of a mapping that its section does not know, with the nearest that it does. */
export function reportUnknownKeys(
  map: TreeMap,
  section: SectionName,
  path: string,
  log: ProblemLog,
  keys: ReadonlySet<string> = KEYS[section],
): void {
  for (const entry of map.entries.values()) {
    if (keys.has(entry.key)) continue;
    const keyPath = path === '' ? entry.key : `${path}.${entry.key}`;
    log.error(
      'UNKNOWN_KEY',
      entry.keyOffset,
      keyPath,
      `the key ${quoted(entry.key)} is not known ${STANDS[section]}; ${remedy(entry.key, section, keys)}`,
    );
  }
}
