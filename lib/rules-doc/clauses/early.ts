import { formatDuration } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { type Duration, formatPeriod } from '../sentence/slots/duration.ts';
import { type Clause, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

/** `early 30 minutes`: how long before its time a run already counts. */
export const earlyClause: Clause<'early', number> = {
  name: 'early',
  ways: [
    way<[Duration]>('early [by] [up to] {duration-or-none}', ({ seconds }) => good({ early: seconds })),
    way<[Duration]>(
      '[may be | can be | up to | may be up to | allow | allow up to] {duration-or-none} early [is fine | is ok]',
      ({ seconds }) => good({ early: seconds }),
    ),
  ],
  canonical: (seconds) => `early ${formatPeriod(seconds)}`,
  toMapping: (seconds) => ({ early: seconds }),
  fromMapping: (mapping) => plainNumber(mapping, 'early'),
  sentences: (text) => [`early ${text}`],
  schema: quantity('How long before its time a run already counts', '30 minutes'),
  docs: {
    write: 'early 30 minutes',
    also: ['30 minutes early', 'may be 30 minutes early'],
    means: 'how long before its time of day a run already counts; 30 minutes unless said',
  },
  follows: ['at', 'by', 'cron'],
  limits: null,
  describe: () => null,
  compare: ({ schedule: from }, { schedule: to }) =>
    from.kind === 'calendar' && to.kind === 'calendar'
      ? compareLimit('early', from.earlyS, to.earlyS, formatDuration, 'lower')
      : null,
};
