import { compareLimit, percentText } from '../job-change.ts';
import { type Clause, way } from './clause.ts';
import { FLAG_IF, WARN_IF } from './condition-words.ts';
import { plainPercent } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good } from './units.ts';

const GROWS = '(grow | grows | increase | increases | swells)';
const IF = `(${FLAG_IF} | ${WARN_IF})`;
const grow = (percent: number) => good({ grow: percent });

/** `flag if it grows more than 100%`: a growth over the run before that is a warning. */
export const growClause: Clause<'grow', number> = {
  name: 'grow',
  ways: [
    way<[number]>(`${IF} ${GROWS} [by] [more than | over | >] {percent}`, grow),
    way<[number]>(`${IF} [is | gets | becomes] [more than | over] {percent} (bigger | larger)`, grow),
    way<[number]>(`[must | should | may | can] not ${GROWS} [by] [more than | over] {percent}`, grow),
    way(`${IF} (doubles | is doubled | doubles in size)`, () => grow(100)),
    way(`${IF} [is | gets] (twice | two times) as (big | large) [as (before | the last | the one before)]`, () =>
      grow(100),
    ),
    way(`${IF} (triples | triples in size)`, () => grow(200)),
  ],
  canonical: (percent) => `flag if it grows more than ${percent}%`,
  toMapping: (percent) => ({ grow: percent / 100 }),
  fromMapping: (mapping) => plainPercent(mapping, 'grow'),
  sentences: (text) => [`grow ${text}`],
  schema: quantity('Warn when it grows by more than this, which may be over 100%', '100%'),
  docs: {
    write: 'flag if it grows more than 100%',
    also: ['flag if it doubles', 'warn if it grows by more than 50%'],
    means: 'how much larger than the good backup before is a warning; not looked at unless said',
  },
  limits: (value) => ({ growPercent: value ?? null }),
  describe: ({ growPercent }) => (growPercent === null ? null : `grow more than ${growPercent}% warn`),
  compare: (before, after) => compareLimit('grow', before.growPercent, after.growPercent, percentText, 'lower'),
};
