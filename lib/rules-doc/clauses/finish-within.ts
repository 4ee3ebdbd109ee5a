import { HOUR_S } from '../../core/instant.ts';
import { formatDuration } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { type Duration, formatPeriod } from '../sentence/slots/duration.ts';
import { type Clause, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

const DEFAULT_FINISH_WITHIN_S = 6 * HOUR_S;
const finish = ({ seconds }: Duration) => good({ finish_within: seconds });
const ENDS = '(finish | finishes | finished | complete | completes | completed | done | over | ends | end)';
const MOST =
  '(at most | no more than | not more than | no longer than | not longer than | less than | under | up to | max | maximum)';

/** `finish within 3 hours`: how long a run may take. */
export const finishWithinClause: Clause<'finish_within', number> = {
  name: 'finish_within',
  ways: [
    way<[Duration]>(`${ENDS} (within | in) [at most | less than | under | max] {duration}`, finish),
    way<[Duration]>(`(take | takes | last | lasts | run for | runs for | running for) ${MOST} {duration}`, finish),
    way<[Duration]>(`not (take | last | run) (longer | more) than {duration}`, finish),
    way<[Duration]>('(max | maximum) (duration | runtime | run time | running time) [of] {duration}', finish),
  ],
  canonical: (seconds) => `finish within ${formatPeriod(seconds)}`,
  toMapping: (seconds) => ({ finish_within: seconds }),
  fromMapping: (mapping) => plainNumber(mapping, 'finish_within'),
  sentences: (text) => [`finish within ${text}`],
  schema: quantity('How long a run may take', '6 hours'),
  docs: {
    write: 'finish within 3 hours',
    also: ['takes at most 3 hours', 'done in 3 hours', 'finishes within 3 hours'],
    means: 'how long a run may take once it has begun; 6 hours unless said',
  },
  limits: (value) => ({ finishWithinS: value ?? DEFAULT_FINISH_WITHIN_S }),
  describe: ({ finishWithinS }) => `finish within ${formatDuration(finishWithinS)}`,
  compare: (before, after) =>
    compareLimit('finish within', before.finishWithinS, after.finishWithinS, formatDuration, 'lower'),
};
