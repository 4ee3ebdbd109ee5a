import type { Schedule } from '../../core/model/rule.ts';
import { formatDuration } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { type Duration, formatPeriod } from '../sentence/slots/duration.ts';
import { type Clause, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

/** `alert after 32 hours`: from when lateness is an alert rather than a warning. */
export const alertAfterClause: Clause<'alert_after', number> = {
  name: 'alert_after',
  ways: [
    way<[Duration]>(
      '(alert | alarm) [me] (after | if missing for | if [it is] older than | when older than | when missing for | if [there is] no backup for | if [there is] no new backup for | if nothing [new | lands | arrives] for | if [the] [newest] backup is older than | if it is missing for | if missing) {duration}',
      ({ seconds }) => good({ alert_after: seconds }),
    ),
  ],
  canonical: (seconds) => `alert after ${formatPeriod(seconds)}`,
  toMapping: (seconds) => ({ alert_after: seconds }),
  fromMapping: (mapping) => plainNumber(mapping, 'alert_after'),
  sentences: (text) => [`alert after ${text}`],
  schema: quantity('From when lateness is an alert rather than a warning', '32 hours', '2 days'),
  docs: {
    write: 'alert after 32 hours',
    also: ['alert if missing for 2 days', 'alert if older than 2 days'],
    means: 'from when lateness is an alert rather than a warning; by default a quarter over what is allowed',
  },
  follows: ['margin', 'allow', 'late', 'every', 'at', 'by', 'cron'],
  limits: null,
  describe: () => null,
  compare: (before, after) => {
    if (before.schedule.kind !== after.schedule.kind) return null;
    return compareLimit(
      'alert after',
      hardAfterS(before.schedule),
      hardAfterS(after.schedule),
      formatDuration,
      'lower',
    );
  },
};

function hardAfterS(schedule: Schedule): number | null {
  return schedule.hardAfterS;
}
