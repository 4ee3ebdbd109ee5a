import { formatExactBytes } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { formatSize } from '../sentence/slots/size.ts';
import { type Clause, refusal, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

const atLeast = (at_least: number) => good({ at_least });

const SIZE = '[[a] size [of | is | should be | must be]]';
const IN_SIZE = '[in size | big | large | of data]';
const BIG = '(bigger | larger | greater | more)';
const SMALL = '(smaller | less | lower)';
const ABOUT = '(about | around | approx | approximately | roughly | circa | ca | nearly | almost | ~ | \u00b1)';

/** `at least 350 MB`: the floor. */
export const atLeastClause: Clause<'at_least', number> = {
  name: 'at_least',
  ways: [
    way<[number]>(`${SIZE} at least {size} ${IN_SIZE}`, atLeast),
    way<[number]>(
      `${SIZE} (>= | > | \u2265 | over | above | no ${SMALL} than | not ${SMALL} than | not under | not below) {size} ${IN_SIZE}`,
      atLeast,
    ),
    way<[number]>(`${SIZE} ${BIG} than {size} ${IN_SIZE}`, atLeast),
    way<[number]>(`${SIZE} (minimum | min) [size] [of | is] {size}`, atLeast),
    way<[number]>(`{size} (or | and) (more | bigger | larger | up | above | over | greater)`, atLeast),
    way<[number]>('{size} (minimum | min | at least | +)', atLeast),
    way<[readonly [number, number]]>(`${SIZE} [between | from] {size-range} ${IN_SIZE}`, ([least, most]) =>
      good({ at_least: least, at_most: most }),
    ),
    refusal<[number]>(
      `${SIZE} ${ABOUT} {size}`,
      (bytes) =>
        `how far from it is not said; write at least ${formatSize(bytes)}, or between ${formatSize(Math.round(bytes * 0.9))} and ${formatSize(Math.round(bytes * 1.1))}`,
    ),
    refusal<[number]>(
      `${SIZE} [exactly | of | just | is] {size} ${IN_SIZE} [each | total | in total | per run]`,
      (bytes) =>
        `a size alone may be the least or the most; write at least ${formatSize(bytes)}, or at most ${formatSize(bytes)}`,
    ),
    refusal<[{ text: string }]>(
      `${SIZE} (at least | >= | > | over | above | ${BIG} than | no ${SMALL} than | not ${SMALL} than | minimum | min) {number}`,
      ({ text }) => `${text} has no unit; write at least ${text} MB, at least ${text} GB or at least ${text} files`,
      'WRONG_UNIT',
    ),
    refusal(
      '(not empty | not be empty | non-empty | nonempty | never empty | not zero | not 0 bytes | is not empty | has content)',
      () => 'an empty backup always alerts; write at least 1 MB, with the size that is meant',
    ),
  ],
  canonical: (bytes) => `at least ${formatSize(bytes)}`,
  toMapping: (bytes) => ({ at_least: bytes }),
  fromMapping: (mapping) => plainNumber(mapping, 'at_least'),
  sentences: (text) => [`at least ${text}`],
  schema: quantity('Least size', '350 MB', '1.5 GB', '350 MiB'),
  docs: {
    write: 'at least 350 MB',
    also: [
      '> 350 MB',
      'bigger than 350 MB',
      'no less than 350 MB',
      'minimum 350 MB',
      '350 MB or more',
      'between 350 MB and 2 TB',
    ],
    means: 'the smallest size that is good; a little below is a warning, far below an alert',
  },
  follows: ['alert_below'],
  limits: null,
  describe: ({ floor }) =>
    floor === null
      ? null
      : `at least ${formatExactBytes(floor.bytes)} (alert below ${formatExactBytes(floor.hardBelowBytes)})`,
  compare: (before, after) =>
    compareLimit('at least', before.floor?.bytes ?? null, after.floor?.bytes ?? null, formatExactBytes, 'higher'),
};
