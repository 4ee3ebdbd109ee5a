import type { Counted, Span, Standing } from './standing.ts';

/**
 * Words that carry no figure and no state; none of them makes a duration that of something else than the state. A paragraph may use these, the state words and the units, and nothing else:
 * so it can hold no name, no address, no advice, no promise that all is well, and nothing that reads as an instruction.
 */
export const PLAIN_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the this that these those it they their them and but while with of in on at to for from by as after since ' +
    'is are be been being has have there here now today still also ' +
    'backup backups job jobs watched currently meanwhile ' +
    'attention need needs remain remains stay stays stand stands ' +
    'state time would otherwise'
  ).split(' '),
);

const BROKEN = ['warn', 'alert', 'escalate'] as const;

/** Words of one meaning, what a job is of which one is true, and what a number that belongs to it counts. */
const MEANINGS: readonly (readonly [words: string, of: readonly Standing[], counts: readonly Counted[]])[] = [
  ['broken failing failed', BROKEN, ['broken']],
  ['warn warning warnings', ['warn'], ['warn']],
  ['alert alerts', ['alert'], ['alert']],
  ['escalate escalated', ['escalate'], ['escalate']],
  ['unknown', ['unknown'], ['unknown']],
  ['recovered', ['recovered'], ['recovered']],
  ['snoozed', ['snoozed'], ['snoozed']],
  ['muted', ['muted'], ['muted']],
  ['quieted', ['snoozed', 'muted'], []],
  ['shrinking smaller', ['shrinking'], ['shrinking']],
  ['growing larger', ['growing'], ['growing']],
  ['late later', ['later'], ['later']],
  ['repeating', ['repeating'], ['repeating']],
];

/** What each word says of a job; the word is true of a job that is one of these. */
export const STATE_WORDS: Readonly<Record<string, readonly Standing[]>> = byWord(([, of]) => of);

/** What a number that belongs to the word counts. */
export const COUNTED_WORDS: Readonly<Record<string, readonly Counted[]>> = byWord(([, , counts]) => counts);

function byWord<T>(take: (meaning: (typeof MEANINGS)[number]) => T): Record<string, T> {
  return Object.fromEntries(
    MEANINGS.flatMap((meaning) => meaning[0].split(' ').map((word) => [word, take(meaning)] as const)),
  );
}

export const UNIT_WORDS: Readonly<Record<string, Span['unit']>> = {
  minute: 'minute',
  minutes: 'minute',
  hour: 'hour',
  hours: 'hour',
  day: 'day',
  days: 'day',
};

/** Written numbers are read as numbers; `no` and `none` are zero, and none of anything is never a count from the facts. */
export const NUMBER_WORDS: Readonly<Record<string, number>> = {
  no: 0,
  none: 0,
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
};
