import { compareLimit, percentText } from '../job-change.ts';
import { upToAll } from '../sentence/slots/percent.ts';
import { type Clause, type Said, way } from './clause.ts';
import { WARN_IF } from './condition-words.ts';
import { plainPercent } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good, type Reading } from './units.ts';

const SHRINKS = '(shrink | shrinks | shrunk | drop | drops | decrease | decreases | falls | fall)';

const warnShrink = (percent: number): Reading<Said> => {
  const reading = upToAll(percent);
  return reading.ok ? good({ warn_shrink: percent }) : reading;
};

/** `warn if it shrinks more than 20%`: a drop that is a warning. */
export const warnShrinkClause: Clause<'warn_shrink', number> = {
  name: 'warn_shrink',
  ways: [
    way<[number]>(`${WARN_IF} ${SHRINKS} [by] [more than | over | > | at least] {percent}`, warnShrink),
    way<[number]>(`${WARN_IF} [is | gets] [more than | over] {percent} (smaller | less)`, warnShrink),
  ],
  canonical: (percent) => `warn if it shrinks more than ${percent}%`,
  toMapping: (percent) => ({ warn_shrink: percent / 100 }),
  fromMapping: (mapping) => plainPercent(mapping, 'warn_shrink'),
  sentences: (text) => [`warn shrink ${text}`],
  schema: quantity('Warn when it shrinks by more than this', '25%'),
  docs: {
    write: 'warn if it shrinks more than 20%',
    also: ['warn me if it drops by more than 20%', 'warn if it is more than 20% smaller'],
    means: 'how much smaller is a warning; half of shrink unless said',
  },
  follows: ['shrink'],
  limits: null,
  describe: () => null,
  compare: (before, after) =>
    compareLimit('warn shrink', before.warnShrinkPercent, after.warnShrinkPercent, percentText, 'lower'),
};
