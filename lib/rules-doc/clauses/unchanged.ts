import { DAY_S } from '../../core/instant.ts';
import { formatDuration } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { type Duration, formatPeriod } from '../sentence/slots/duration.ts';
import { type Clause, way } from './clause.ts';
import { whether } from './quantity-schema.ts';
import { good } from './units.ts';

const DEFAULT_WITHIN_S = 30 * DAY_S;

/** Null where no time is said. */
export interface Unchanged {
  readonly withinS: number | null;
}

const FINE = '[is | are] (fine | ok | okay | acceptable | allowed)';
const NOTHING = '(unchanged | nothing new | no changes | no change | no new backup | no new file | no new files)';

/** `unchanged is fine for 60 days`: a run that succeeded and made nothing new is a good run. */
export const unchangedClause: Clause<'unchanged', Unchanged> = {
  name: 'unchanged',
  ways: [
    way(`${NOTHING} ${FINE}`, () => good({ unchanged: { withinS: null } })),
    way<[Duration]>(`${NOTHING} ${FINE} for [up to] {duration}`, ({ seconds }) =>
      good({ unchanged: { withinS: seconds } }),
    ),
    way('(may | can) (be | stay | remain) unchanged', () => good({ unchanged: { withinS: null } })),
    way<[Duration]>('(may | can) (be | stay | remain) unchanged for [up to] {duration}', ({ seconds }) =>
      good({ unchanged: { withinS: seconds } }),
    ),
  ],
  canonical: ({ withinS }) => `unchanged is fine${withinS === null ? '' : ` for ${formatPeriod(withinS)}`}`,
  toMapping: ({ withinS }) => ({ unchanged: withinS ?? true }),
  fromMapping: ({ unchanged }) => ({ withinS: typeof unchanged === 'number' ? unchanged : null }),
  sentences: (text) => [text === 'true' ? 'unchanged is fine' : `unchanged is fine for ${text}`],
  schema: whether('A success that made nothing new is a good run', '60 days'),
  docs: {
    write: 'unchanged is fine for 60 days',
    also: ['unchanged is fine', 'nothing new is fine', 'no changes are ok'],
    means:
      'a run that succeeded and made nothing new counts, so long as the newest copy is no older than this (30 days unless said); needs an end signal',
  },
  limits: (value) => ({ unchanged: value === undefined ? null : { withinS: value.withinS ?? DEFAULT_WITHIN_S } }),
  describe: ({ unchanged }) =>
    unchanged === null ? null : `unchanged is fine for ${formatDuration(unchanged.withinS)}`,
  compare: (before, after) =>
    compareLimit(
      'unchanged is fine for',
      before.unchanged?.withinS ?? 0,
      after.unchanged?.withinS ?? 0,
      (seconds) => (seconds === 0 ? 'no time' : formatDuration(seconds)),
      'lower',
    ),
};
