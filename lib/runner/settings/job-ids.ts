import { quoted } from '../../rules-doc/yaml/problem-log.ts';

/** The ids that the rules doc accepts for jobs and nodes. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const WORDS_OF_PINGS = new Set(['start', 'fail', 'log']);

/** What is wrong with the id of a job; null when nothing is. */
export function jobIdProblem(jobId: string): string | null {
  if (ID_PATTERN.test(jobId)) return null;
  const said = 'use a-z, 0-9 and . _ - only, a letter or digit first, at most 64 characters';
  if (jobId.includes('/'))
    return `${quoted(jobId)} is not a valid job id; write the job alone, and its node with --node NAME`;
  return `${quoted(jobId)} is not a valid job id; ${said}`;
}

/** The same rule as in the rules doc: a ping URL ends in the node's id, which must not look like an exit status or a word. */
export function nodeProblem(node: string): string | null {
  if (/^\d+(\.\d+)?$/.test(node))
    return `a node id cannot be a number, which is an exit status in a ping URL; write n${node}, for example`;
  if (WORDS_OF_PINGS.has(node)) return `a node id cannot be ${node}, which has a meaning in a ping URL; choose another`;
  if (ID_PATTERN.test(node)) return null;
  return `${quoted(node)} is not a valid node id; use a-z, 0-9 and . _ - only, a letter or digit first`;
}
