import { type Duration, formatPeriod } from '../sentence/slots/duration.ts';
import { type Clause, type Said, way } from './clause.ts';
import { quantity } from './quantity-schema.ts';
import { good, type Reading } from './units.ts';

/** What is added to `every`: a time, or a share of it. */
export type Lateness =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'share'; readonly percent: number };

const time = ({ seconds }: Duration): Reading<Said> => good({ late: { kind: 'time', seconds } });
const share = (percent: number): Reading<Said> => good({ late: { kind: 'share', percent } });

const MORE = '(extra | more | additional | grace | spare)';

/** `allow 2 hours late`: how much later than every a run may come; for times of day, how late. */
export const lateClause: Clause<'late', Lateness> = {
  name: 'late',
  ways: [
    way<[Duration]>(
      '(allow | may be | can be | up to | allow up to | may be up to | can be up to | tolerate) {duration-or-none} late',
      time,
    ),
    way<[Duration]>('{duration} late (is (fine | ok | okay) | ok | okay | allowed | fine)', time),
    way<[Duration]>(`allow {duration-or-none} ${MORE}`, time),
    way<[Duration]>(`allow (an ${MORE} | another | ${MORE}) {duration}`, time),
    way<[Duration]>('allow {extra-duration}', time),
    way<[Duration]>('[a] grace [period] [of | is] {duration}', time),
    way<[Duration]>('[with | plus] {duration} [of] grace [period]', time),
    way<[number]>(`[allow] {percent} ${MORE}`, share),
    way<[number]>('allow {percent} late', share),
    way<[number]>(`allow [an] (extra | additional) {percent}`, share),
    way<[number]>('grace [period] [of] {percent}', share),
  ],
  canonical: (value) =>
    value.kind === 'time' ? `allow ${formatPeriod(value.seconds)} late` : `allow ${value.percent}% extra`,
  toMapping: (value) => ({ late: value.kind === 'time' ? value.seconds : `${value.percent}%` }),
  fromMapping: (mapping) =>
    typeof mapping.late === 'number'
      ? { kind: 'time', seconds: mapping.late }
      : { kind: 'share', percent: Number.parseFloat(String(mapping.late)) },
  sentences: (text) => [`allow ${text} late`],
  schema: quantity('What is added to every', '2 hours', '10%'),
  docs: {
    write: 'allow 2 hours late',
    also: ['2 hours grace', 'grace 2 hours', 'allow 2 extra hours', 'allow 10% extra'],
    means: 'how much later than every a backup may come; for times of day it is the same as allow 2 hours',
  },
  excludes: ['allow'],
  follows: ['allow', 'every', 'at', 'by', 'cron'],
  limits: null,
  describe: () => null,
  compare: () => null,
};
