import { formatPeriod, type Period } from '../sentence/slots/duration.ts';
import { type Clause, refusal, type Said, type Way } from './clause.ts';
import { everyClause } from './every.ts';
import { plainNumber } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { bad, good, type Reading } from './units.ts';

const check = (value: Period): Reading<Said> =>
  'seconds' in value
    ? good({ check: value.seconds })
    : bad('WRONG_UNIT', 'a look every month is too rare for any rule; write check every 6 hours');

/** How often: every way to write `every`, behind the word. */
const HOW_OFTEN: readonly Way[] = everyClause.ways
  .filter(({ template }) => !template.includes('{number}'))
  .map(({ template, read }) => ({
    template: `(check | checked | look | checks) [it] ${template}`,
    read: (values) => {
      const reading = read(values);
      return reading.ok ? check(reading.value.every as Period) : reading;
    },
  }));

/** `check every 6 hours`: how often the sentinel looks. */
export const checkClause: Clause<'check', number> = {
  name: 'check',
  ways: [
    ...HOW_OFTEN,
    refusal<[{ text: string }]>(
      'check every {number}',
      ({ text }) => `${text} has no unit; write check every ${text} minutes, or check every ${text} hours`,
      'WRONG_UNIT',
    ),
    refusal<[Period]>('check (after | in | within) {period}', (value) =>
      'seconds' in value ? `write check every ${formatPeriod(value.seconds)}` : 'write check every 6 hours',
    ),
    refusal<[number]>('check at {time}', () => 'the sentinel looks at intervals; write check every 6 hours'),
  ],
  canonical: (seconds) => `check every ${formatPeriod(seconds)}`,
  toMapping: (seconds) => ({ check: seconds }),
  fromMapping: (mapping) => plainNumber(mapping, 'check'),
  sentences: (text) => [`check ${text}`, `check every ${text}`],
  schema: quantity('How often the sentinel looks', 'hourly', '6 hours'),
  docs: {
    write: 'check every 6 hours',
    also: ['check hourly', 'check daily', 'check twice a day'],
    means: 'how often the sentinel looks; hourly for what runs daily or oftener, otherwise every 6 hours',
  },
  follows: ['every', 'at', 'by', 'cron'],
  limits: null,
  describe: () => null,
  compare: () => null,
};
