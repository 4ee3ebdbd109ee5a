import { isMap, isScalar, parseDocument } from 'yaml';
import { jobText, type LookedJob } from './suggested-text.ts';

/** A document with jobs added, or why none can be. */
export type AddedJobs =
  | { readonly text: string; readonly problem: null }
  | { readonly text: null; readonly problem: string };

/** The ids that a document's jobs have; empty for one that cannot be read. */
export function jobIdsOf(text: string): ReadonlySet<string> {
  const jobs = parseDocument(text).get('jobs');
  if (!isMap(jobs)) return new Set();
  return new Set(jobs.items.map(({ key }) => String(isScalar(key) ? key.value : key)));
}

/**
 * The document with these jobs behind its own; every character of what is there stays, comments and order too. A
 * document whose jobs are written in braces, or that has none, is refused with what to do.
 */
export function addToDocument(text: string, jobs: readonly LookedJob[]): AddedJobs {
  if (jobs.length === 0) return { text, problem: null };
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) return { text: null, problem: `it is no YAML: ${error.message.split('\n')[0]}` };
  const found = document.get('jobs', true);
  if (!isMap(found)) return { text: null, problem: 'it has no jobs: to add to; write one, or leave --into out' };
  const last = found.items.at(-1);
  const first = found.items[0]?.key;
  if (found.flow || last === undefined || !isScalar(first) || !first.range) {
    return { text: null, problem: 'its jobs: stand in braces; write each on lines of its own, or leave --into out' };
  }
  const lineStart = text.lastIndexOf('\n', first.range[0] - 1) + 1;
  const indent = text.slice(lineStart, first.range[0]);
  const end = endOfLine(text, found.range?.[1] ?? text.length);
  const added = jobs.map((job) => jobText(job, indent)).join('');
  return {
    text: `${text.slice(0, end)}${text.slice(0, end).endsWith('\n') ? '' : '\n'}${added}${text.slice(end)}`,
    problem: null,
  };
}

/** Behind the line that a value ends in, with the comment that stands on it. */
function endOfLine(text: string, at: number): number {
  const before = text.slice(0, at).trimEnd().length;
  const end = text.indexOf('\n', before);
  return end < 0 ? text.length : end + 1;
}
