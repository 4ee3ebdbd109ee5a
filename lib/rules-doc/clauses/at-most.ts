import { formatExactBytes } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { formatSize } from '../sentence/slots/size.ts';
import { type Clause, refusal, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

const atMost = (at_most: number) => good({ at_most });
const SIZE = '[[a] size [of | is | should be | must be]]';
const IN_SIZE = '[in size | big | large | of data]';

/** `at most 2 TB`: the ceiling. */
export const atMostClause: Clause<'at_most', number> = {
  name: 'at_most',
  ways: [
    way<[number]>(
      `${SIZE} (at most | <= | < | \u2264 | up to | under | below | no more than | not more than | no (bigger | larger | greater) than | not (bigger | larger | greater) than | not over | not above | less than | smaller than) {size} ${IN_SIZE}`,
      atMost,
    ),
    way<[number]>(`${SIZE} (maximum | max) [size] [of | is] {size}`, atMost),
    way<[number]>('{size} (or | and) (less | smaller | below | under)', atMost),
    way<[number]>('{size} (maximum | max | at most)', atMost),
    refusal<[{ text: string }]>(
      `${SIZE} (at most | <= | < | under | no more than | not more than | less than | smaller than | maximum | max | up to) {number}`,
      ({ text }) =>
        `${text} has no unit; write at most ${text} MB, at most ${text} GB; or for a time allow ${text} hours`,
      'WRONG_UNIT',
    ),
    refusal<[number]>(
      '(at most | no more than | not more than | up to | fewer than | less than | under | max | maximum | < | <=) {files}',
      (count) =>
        `a number of files has no upper limit; write at least ${count} files, or at most with a size such as 2 TB`,
    ),
  ],
  canonical: (bytes) => `at most ${formatSize(bytes)}`,
  toMapping: (bytes) => ({ at_most: bytes }),
  fromMapping: (mapping) => plainNumber(mapping, 'at_most'),
  sentences: (text) => [`at most ${text}`],
  schema: quantity('Largest size', '2 TB'),
  docs: {
    write: 'at most 2 TB',
    also: ['up to 2 TB', 'under 2 TB', 'no more than 2 TB', 'max size 2 TB', '< 2 TB'],
    means: 'the largest size that is good; above it is a warning',
  },
  limits: (value) => ({ ceilingBytes: value ?? null }),
  describe: ({ ceilingBytes }) => (ceilingBytes === null ? null : `at most ${formatExactBytes(ceilingBytes)}`),
  compare: (before, after) =>
    compareLimit('at most', before.ceilingBytes, after.ceilingBytes, formatExactBytes, 'lower'),
};
