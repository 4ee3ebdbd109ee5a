import { formatDuration } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { type Duration, formatPeriod } from '../sentence/slots/duration.ts';
import { type Clause, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

/** `restore within 4 hours`: how long a restore may take. */
export const restoreWithinClause: Clause<'restore_within', number> = {
  name: 'restore_within',
  ways: [
    way<[Duration]>(
      '(restore | restores | restored | restorable | restoring) [takes] (within | in | at most | in at most | in under) {duration}',
      ({ seconds }) => good({ restore_within: seconds }),
    ),
  ],
  canonical: (seconds) => `restore within ${formatPeriod(seconds)}`,
  toMapping: (seconds) => ({ restore_within: seconds }),
  fromMapping: (mapping) => plainNumber(mapping, 'restore_within'),
  sentences: (text) => [`restore within ${text}`],
  schema: quantity('How long a restore may take', '4 hours'),
  docs: {
    write: 'restore within 4 hours',
    also: ['restored within 4 hours', 'restore in 4 hours'],
    means: 'how long a restore may take, as the proofs show it',
  },
  limits: (value) => ({ restoreWithinS: value ?? null }),
  describe: ({ restoreWithinS }) =>
    restoreWithinS === null ? null : `restore within ${formatDuration(restoreWithinS)}`,
  compare: (before, after) =>
    compareLimit('restore within', before.restoreWithinS, after.restoreWithinS, formatDuration, 'lower'),
};
