import { type ProblemLog, quoted } from '../yaml/problem-log.ts';
import type { TreeEntry, TreeMap } from '../yaml/tree.ts';

/** Ids of jobs and nodes. */
export const JOB_ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** Ids of people, groups and calendars. */
export const NAME_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const SAID = {
  job: 'use a-z, 0-9 and . _ - only, beginning with a letter or digit, 64 characters at most',
  name: 'use letters, digits and . _ - only, beginning with a letter or digit, 64 characters at most',
};

/** The entries of a mapping from ids; those whose id is none are logged and left out. */
export function checkIds(map: TreeMap | null, path: string, kind: 'job' | 'name', log: ProblemLog): TreeEntry[] {
  const pattern = kind === 'job' ? JOB_ID : NAME_ID;
  const entries: TreeEntry[] = [];
  for (const entry of map?.entries.values() ?? []) {
    if (pattern.test(entry.key)) entries.push(entry);
    else log.error('BAD_ID', entry.keyOffset, `${path}.${entry.key}`, `${quoted(entry.key)} is no id; ${SAID[kind]}`);
  }
  return entries;
}

const WORDS_OF_PINGS = new Set(['start', 'fail', 'log']);

/** What is wrong with a node's id; null when nothing is. Pings end in /start, /fail, /log or a number (*All keys*). */
export function nodeIdProblem(value: unknown, text: string): string | null {
  if (typeof value === 'number' || /^\d+(\.\d+)?$/.test(text))
    return `a node cannot be called by a number (${quoted(text)}), which in a ping is an exit status; write for example n${text}`;
  if (typeof value !== 'string' || !JOB_ID.test(value)) return `${quoted(text)} is no id of a node; ${SAID.job}`;
  if (WORDS_OF_PINGS.has(value))
    return `a node cannot be called ${value}, which has a meaning in a ping; write another name`;
  return null;
}
