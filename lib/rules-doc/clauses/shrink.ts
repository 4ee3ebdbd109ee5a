import { compareLimit, percentText } from '../job-change.ts';
import { upToAll } from '../sentence/slots/percent.ts';
import { type Clause, refusal, type Said, way } from './clause.ts';
import { FLAG_IF } from './condition-words.ts';
import { plainPercent } from './plain-value.ts';
import { quantity } from './quantity-schema.ts';
import { good, type Reading } from './units.ts';

export const DEFAULT_SHRINK_PERCENT = 50;

const SHRINKS = '(shrink | shrinks | shrunk | drop | drops | decrease | decreases | falls | fall)';
const BY = '[by] [more than | over | > | at least]';

const shrink = (percent: number): Reading<Said> => {
  const reading = upToAll(percent);
  return reading.ok ? good({ shrink: percent }) : reading;
};

/** `flag if it shrinks more than 50%`: a drop from the run before that is an alert. */
export const shrinkClause: Clause<'shrink', number> = {
  name: 'shrink',
  ways: [
    way<[number]>(`${FLAG_IF} ${SHRINKS} ${BY} {percent}`, shrink),
    way<[number]>(`${FLAG_IF} ${SHRINKS} (by | to) {percent} or more`, shrink),
    way<[number]>(
      `${FLAG_IF} [is | gets | becomes] [more than | over] {percent} (smaller | less) [than (the last | the previous | the one before | before | last time)]`,
      shrink,
    ),
    way<[number]>(`[must | should | may | can | shall | it must | it should] not ${SHRINKS} ${BY} {percent}`, shrink),
    way<[number]>(`(never | cannot | can't | mustn't | shouldn't | no) ${SHRINKS} ${BY} {percent}`, shrink),
    way<[number]>(`shrinkage [of] [more than | over] {percent}`, shrink),
    way(`${FLAG_IF} (halves | is halved | gets halved)`, () => shrink(50)),
    refusal<[number]>(
      `${FLAG_IF} ${SHRINKS} ${BY} {size}`,
      () =>
        'a drop is given as a share of the backup before; write flag if it shrinks more than 50%, with the share in percent',
      'WRONG_UNIT',
    ),
    refusal<[number]>(
      `${FLAG_IF} ${SHRINKS} (below | under | to | to less than | to under) {percent}`,
      (percent) =>
        `this may be what is left or what is lost; write flag if it shrinks more than ${Math.max(0, 100 - percent)}%, or flag if it shrinks more than ${percent}%`,
    ),
    refusal(
      `${FLAG_IF} ${SHRINKS} [a lot | much | significantly | suddenly | dramatically | at all | too much]`,
      () => 'how much is not said; write flag if it shrinks more than 50%, with the share that is meant',
    ),
  ],
  canonical: (percent) => `flag if it shrinks more than ${percent}%`,
  toMapping: (percent) => ({ shrink: percent / 100 }),
  fromMapping: (mapping) => plainPercent(mapping, 'shrink'),
  sentences: (text) => [`shrink ${text}`, text],
  schema: quantity('Alert when it shrinks by more than this', '50%'),
  docs: {
    write: 'flag if it shrinks more than 50%',
    also: [
      'flag if it drops by half',
      'flag if it is more than 50% smaller',
      'must not shrink more than 50%',
      'shrink 50%',
    ],
    means: 'how much smaller than the good backup before is an alert; 50% unless said',
  },
  limits: (value) => ({ shrinkPercent: value ?? DEFAULT_SHRINK_PERCENT }),
  describe: ({ shrinkPercent, warnShrinkPercent }) =>
    `shrink more than ${shrinkPercent}% alert, ${warnShrinkPercent}% warn`,
  compare: (before, after) => compareLimit('shrink', before.shrinkPercent, after.shrinkPercent, percentText, 'lower'),
};
