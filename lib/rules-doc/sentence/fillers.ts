import type { Token } from './token.ts';

/**
 * Words without a meaning of their own, in front of a clause or behind it (docs/rules.md, *Words that say nothing*).
 * `not`, `only`, `except` and `or` are none, and never will be.
 */
export const FILLERS: readonly string[] = [
  ...['should', 'shall', 'must', 'will', 'has to', 'have to', 'needs to', 'need to', 'ought to', 'is to', 'want', 'we'],
  ...[
    'it',
    'its',
    "it's",
    'the',
    'this',
    'that',
    'there',
    'a backup',
    'a new backup',
    'one backup',
    'a run',
    'one run',
  ],
  ...['backup', 'backups', 'job', 'dump', 'dumps', 'run', 'runs', 'running', 'to run', 'a dump', 'a file', 'the file'],
  ...[
    'expect',
    'expected',
    'expects',
    'expect one',
    'please',
    'be',
    'is',
    'are',
    'to be',
    'i',
    'i expect',
    'we expect',
  ],
  ...['scheduled', 'happens', 'happen', 'make sure', 'ensure', 'arrives', 'arrive', 'lands', 'land', 'taken', 'made'],
  ...['have a size of', 'has a size of', 'have', 'has', 'size', 'each run', 'each backup', 'thanks', 'thank you'],
];

const BY_FIRST_WORD = new Map<string, string[][]>();
for (const phrase of FILLERS) {
  const words = phrase.split(' ');
  const first = words[0] ?? '';
  BY_FIRST_WORD.set(
    first,
    [...(BY_FIRST_WORD.get(first) ?? []), words].sort((a, b) => b.length - a.length),
  );
}

/** The token behind the longest filler at a token; -1 where there is none. */
export function behindFiller(tokens: readonly Token[], at: number): number {
  const phrases = BY_FIRST_WORD.get(tokens[at]?.text ?? '');
  const phrase = phrases?.find((words) => words.every((word, step) => tokens[at + step]?.text === word));
  return phrase === undefined ? -1 : at + phrase.length;
}
