import { formatExactBytes } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { formatSize } from '../sentence/slots/size.ts';
import { type Clause, refusal, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

/** `alert below 300 MB`: below this size it is an alert rather than a warning. */
export const alertBelowClause: Clause<'alert_below', number> = {
  name: 'alert_below',
  ways: [
    way<[number]>('(alert | alarm) [me] (below | under) {size}', (alert_below) => good({ alert_below })),
    refusal<[number]>(
      '(warn [me] | flag) (below | under) {size}',
      (bytes) =>
        `write at least ${formatSize(bytes)} for a floor with a margin, or alert below ${formatSize(bytes)} for a hard line`,
    ),
    refusal<[number]>(
      '(alert | alarm | flag | tell me | notify me | warn [me] | complain) [me] (if | when) [it | the backup | the size | size | this] [is | gets | falls | drops] (below | under | smaller than | less than | <) {size}',
      (bytes) =>
        `write at least ${formatSize(bytes)} for a floor with a margin, or alert below ${formatSize(bytes)} for a hard line`,
    ),
    refusal<[number]>(
      '(alert | alarm | flag | tell me | notify me | warn [me] | complain) [me] (if | when) [it | the backup | the size | size | this] [is | gets | grows] (above | over | bigger than | larger than | more than | >) {size}',
      (bytes) => `write at most ${formatSize(bytes)}`,
    ),
  ],
  canonical: (bytes) => `alert below ${formatSize(bytes)}`,
  toMapping: (bytes) => ({ alert_below: bytes }),
  fromMapping: (mapping) => plainNumber(mapping, 'alert_below'),
  sentences: (text) => [`alert below ${text}`],
  schema: quantity('Below this size it is an alert rather than a warning', '300 MB'),
  docs: {
    write: 'alert below 300 MB',
    also: ['alert me under 300 MB'],
    means: 'below this size it is an alert rather than a warning; by default a quarter below the floor',
  },
  follows: ['margin', 'at_least'],
  limits: null,
  describe: () => null,
  compare: (before, after) =>
    compareLimit(
      'alert below',
      before.floor?.hardBelowBytes ?? null,
      after.floor?.hardBelowBytes ?? null,
      formatExactBytes,
      'higher',
    ),
};
