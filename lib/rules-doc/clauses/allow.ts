import { MINUTE_S } from '../../core/instant.ts';
import type { Schedule } from '../../core/model/rule.ts';
import { formatDuration } from '../../core/quantity.ts';
import { compareLimit } from '../job-change.ts';
import { type Duration, formatPeriod } from '../sentence/slots/duration.ts';
import { type Clause, refusal, type Said, way } from './clause.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good, type Reading } from './units.ts';

/** A time, or a number that takes its unit from `every`. */
export type Allowance =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'unitless'; readonly amount: number; readonly text: string };

const time = ({ seconds }: Duration): Reading<Said> => good({ allow: { kind: 'time', seconds } });

const OLDER = '(no | never | not [be]) older than';
const LESS = '(at most | no more than | not more than | less than | under | up to | max | maximum)';

/** `allow 26 hours`: how old the newest good backup may be; for times of day, how late it may land. */
export const allowClause: Clause<'allow', Allowance> = {
  name: 'allow',
  ways: [
    way<[Duration]>('allow [up to | at most] {duration-or-none} [old]', time),
    way<[{ amount: number; text: string }]>('allow [up to | at most] {number}', ({ amount, text }) =>
      good({ allow: { kind: 'unitless', amount, text } }),
    ),
    way<[Duration]>(`${OLDER} {duration}`, time),
    way<[Duration]>(`${LESS} {duration} old`, time),
    way<[Duration]>('(newer | younger | fresher) than {duration}', time),
    way<[Duration]>('(max | maximum | allowed) age [of | is] {duration}', time),
    way<[Duration]>('age [of] (at most | up to | max | under | less than) {duration}', time),
    way<[Duration]>('(age < {duration} | age <= {duration})', time),
    way<[Duration]>('within {duration}', time),
    refusal<[Duration]>(
      `(${LESS} | < | <=) {duration}`,
      ({ seconds }) => {
        const text = formatPeriod(seconds);
        return `this may be the age of the backup, the length of a run or a delay; write allow ${text} (that is, at most ${text} old), finish within ${text}, or allow ${text} late`;
      },
      'UNKNOWN_CLAUSE',
    ),
    refusal<[Duration]>(
      '(warn [me] | flag | complain | tell me | notify me) (after | if older than | when older than | if it is older than | if missing for | if late by) {duration}',
      ({ seconds }) =>
        `write allow ${formatPeriod(seconds)} for a warning, or alert after ${formatPeriod(seconds)} for an alert`,
    ),
    refusal<[number]>(
      'allow [up to] {percent}',
      (percent) => `a share is added to every; write allow ${percent}% extra`,
      'WRONG_UNIT',
    ),
    refusal(
      '(allow | tolerate) [a] [little | bit | small amount] [of] (slack | leeway | delay | lateness)',
      () => 'write how much, such as allow 2 hours late',
    ),
    refusal<[Duration]>('(at least | minimum | min | over | more than | > | >=) {duration}', ({ seconds, unit }) => {
      const size = unit === 'minutes' ? `; for a size write at least ${seconds / MINUTE_S} MB` : '';
      return `a backup is never too new, and a run never too short; write allow ${formatPeriod(seconds)}, or finish within ${formatPeriod(seconds)}${size}`;
    }),
  ],
  canonical: (value) => `allow ${value.kind === 'time' ? formatPeriod(value.seconds) : value.text}`,
  toMapping: (value) => ({ allow: value.kind === 'time' ? value.seconds : value.amount }),
  fromMapping: (mapping) => ({ kind: 'time', seconds: plainNumber(mapping, 'allow') }),
  sentences: (text) => [`allow ${text}`],
  schema: quantity('How old the newest good backup may be; for times of day, how late', '26 hours', '90 minutes', '26'),
  docs: {
    write: 'allow 26 hours',
    also: [
      'allow up to 26',
      'max age 26 hours',
      'no older than 26 hours',
      'at most 26 hours old',
      'within 26 hours',
      'newer than 26 hours',
    ],
    means: 'how old the newest good backup may be, counted from when it landed; for times of day, how late it may land',
  },
  excludes: ['late'],
  follows: ['late', 'every', 'at', 'by', 'cron'],
  limits: null,
  describe: () => null,
  compare: (before, after) => {
    const [from, to] = [allowanceOf(before.schedule), allowanceOf(after.schedule)];
    if (before.schedule.kind !== after.schedule.kind) return null;
    return compareLimit('allow', from, to, formatDuration, 'lower');
  },
};

function allowanceOf(schedule: Schedule): number {
  return schedule.kind === 'months' ? (schedule.maxAgeS ?? schedule.lateS) : schedule.allowS;
}
