import { formatDuration } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { type Duration, formatPeriod } from '../sentence/slots/duration.ts';
import { type Clause, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

/** `proven every 30 days`: how often a restore must have been shown to work. */
export const provenClause: Clause<'proven', number> = {
  name: 'proven',
  ways: [
    way<[Duration]>(
      '(proven | proved | prove | tested | restore [is | must be] (tested | proven) | restored | restores tested | restore test | test restore | test the restore) every {duration}',
      ({ seconds }) => good({ proven: seconds }),
    ),
  ],
  canonical: (seconds) => `proven every ${formatPeriod(seconds)}`,
  toMapping: (seconds) => ({ proven: seconds }),
  fromMapping: (mapping) => plainNumber(mapping, 'proven'),
  sentences: (text) => [`proven every ${text}`],
  schema: quantity('How often a restore must have been shown to work', '30 days'),
  docs: {
    write: 'proven every 30 days',
    also: ['restore tested every 30 days', 'tested every 30 days'],
    means: 'how often a restore must have been shown to work',
  },
  limits: null,
  describe: ({ proven }) => (proven === null ? null : `proven every ${formatDuration(proven.everyS)}`),
  compare: (before, after) =>
    compareLimit('proven every', before.proven?.everyS ?? null, after.proven?.everyS ?? null, formatDuration, 'lower'),
};
