import { compareLimit } from '../job-change.ts';
import { type Clause, refusal, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

const atLeast = (at_least_files: number) => good({ at_least_files });

/** `at least 10 files`: the least number of files of a run. */
export const atLeastFilesClause: Clause<'at_least_files', number> = {
  name: 'at_least_files',
  ways: [
    way<[number]>(
      '(at least | >= | > | \u2265 | over | more than | no (less | fewer) than | not (less | fewer) than | minimum [of] | min [of]) {files}',
      atLeast,
    ),
    way<[number]>('{files} (or more | and more | minimum | min | at least)', atLeast),
    refusal<[number]>(
      '[exactly | about | around] {files}',
      (count) => `a number of files alone may be the least or all of them; write at least ${count} files`,
    ),
  ],
  canonical: (count) => `at least ${count.toLocaleString('en-US')} files`,
  toMapping: (count) => ({ at_least_files: count }),
  fromMapping: (mapping) => plainNumber(mapping, 'at_least_files'),
  sentences: (text) => [/^[\d., ]+$/.test(text.trim()) ? `at least ${text} files` : `at least ${text}`],
  schema: quantity('Least number of files of a run', '10', '10 files'),
  docs: {
    write: 'at least 10 files',
    also: ['more than 10 objects', '10 files or more', 'minimum 10 files'],
    means: 'the least number of files in a run; for places with {run}, where a folder is a run',
  },
  limits: (value) => ({ atLeastFiles: value ?? null }),
  describe: ({ atLeastFiles }) =>
    atLeastFiles === null ? null : `at least ${atLeastFiles.toLocaleString('en-US')} files`,
  compare: (before, after) =>
    compareLimit('at least files', before.atLeastFiles, after.atLeastFiles, (count) => `${count} files`, 'higher'),
};
