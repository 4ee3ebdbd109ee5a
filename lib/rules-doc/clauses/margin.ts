import { upToAll } from '../sentence/slots/percent.ts';
import { type Clause, type Said, way } from './clause.ts';
import { plainPercent } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good, type Reading } from './units.ts';

const margin = (percent: number): Reading<Said> => {
  const reading = upToAll(percent);
  return reading.ok ? good({ margin: percent }) : reading;
};

/** `margin 25%`: how far past a limit is still a warning. */
export const marginClause: Clause<'margin', number> = {
  name: 'margin',
  ways: [
    way<[number]>('margin [of | is] {percent}', margin),
    way<[number]>('{percent} margin', margin),
    way<[number]>('(a | with [a]) margin of {percent}', margin),
  ],
  canonical: (percent) => `margin ${percent}%`,
  toMapping: (percent) => ({ margin: percent / 100 }),
  fromMapping: (mapping) => plainPercent(mapping, 'margin'),
  sentences: (text) => [`margin ${text}`],
  schema: quantity('How far past a limit is still a warning', '25%'),
  docs: {
    write: 'margin 25%',
    also: ['margin of 25%', '25% margin'],
    means: 'how far past a limit is still a warning before it is an alert; 25% unless said',
  },
  limits: null,
  describe: () => null,
  compare: () => null,
};
