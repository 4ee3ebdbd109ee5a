import { quoted } from '../../rules-doc/yaml/problem-log.ts';

/** The ids that the rules doc takes for jobs and nodes. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const WORDS_OF_PINGS = new Set(['start', 'fail', 'log']);

/** What is wrong with the id of a job; null when nothing is. */
export function jobFault(jobId: string): string | null {
  if (ID_PATTERN.test(jobId)) return null;
  const said = 'use a-z, 0-9 and . _ - only, beginning with a letter or digit, 64 characters at most';
  if (jobId.includes('/')) return `${quoted(jobId)} is no id of a job; write the job, and its node as --node NAME`;
  return `${quoted(jobId)} is no id of a job; ${said}`;
}

/** As the rules doc has it: a ping ends in the node's name, and must not mean something else by it. */
export function nodeFault(node: string): string | null {
  if (/^\d+(\.\d+)?$/.test(node))
    return `a node cannot be called by a number, which in a ping is an exit status; write for example n${node}`;
  if (WORDS_OF_PINGS.has(node))
    return `a node cannot be called ${node}, which has a meaning in a ping; write another name`;
  if (ID_PATTERN.test(node)) return null;
  return `${quoted(node)} is no id of a node; use a-z, 0-9 and . _ - only, beginning with a letter or digit`;
}
