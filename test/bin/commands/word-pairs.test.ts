import { expect, test } from 'vitest';
import { separated, withJoinedPairs } from '../../../bin/commands/word-pairs.ts';

const joined = (...words: readonly string[]) => withJoinedPairs(['node', 'sentinel', ...words]).slice(2);

test.each([
  ['two words', ['prove', 'a', '--expect', 'SELECT 1', '-1'], ['prove', 'a', '--expect', 'SELECT 1\0-1']],
  ['a second word that is optional', ['prove', '--expect-file', 'p', '1KB'], ['prove', '--expect-file', 'p\x001KB']],
  ['and left out', ['prove', '--expect-file', 'p', '--quiet'], ['prove', '--expect-file', 'p', '--quiet']],
  ['nothing behind --', ['prove', '--', '--expect', 'a', 'b'], ['prove', '--', '--expect', 'a', 'b']],
  ['nothing of other commands', ['run', '--expect', 'a', 'b'], ['run', '--expect', 'a', 'b']],
])('%s', (_, words, want) => {
  expect(joined(...words)).toEqual(want);
  expect(joined(...words).flatMap(separated)).toEqual(words);
});
