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

/** What each word says of a job; the word is true of a job that is one of these. */
export const STATE_WORDS: Readonly<Record<string, readonly Standing[]>> = {
  broken: ['warn', 'alert', 'escalate'],
  failing: ['warn', 'alert', 'escalate'],
  failed: ['warn', 'alert', 'escalate'],
  warn: ['warn'],
  warning: ['warn'],
  warnings: ['warn'],
  alert: ['alert'],
  alerts: ['alert'],
  escalate: ['escalate'],
  escalated: ['escalate'],
  unknown: ['unknown'],
  recovered: ['recovered'],
  snoozed: ['snoozed'],
  muted: ['muted'],
  quieted: ['snoozed', 'muted'],
  shrinking: ['shrinking'],
  smaller: ['shrinking'],
  growing: ['growing'],
  larger: ['growing'],
  late: ['later'],
  later: ['later'],
  repeating: ['repeating'],
};

/** What a number that belongs to the word counts. */
export const COUNTED_WORDS: Readonly<Record<string, readonly Counted[]>> = {
  broken: ['broken'],
  failing: ['broken'],
  failed: ['broken'],
  warn: ['warn'],
  warning: ['warn'],
  warnings: ['warn'],
  alert: ['alert'],
  alerts: ['alert'],
  escalate: ['escalate'],
  escalated: ['escalate'],
  unknown: ['unknown'],
  recovered: ['recovered'],
  snoozed: ['snoozed'],
  muted: ['muted'],
  shrinking: ['shrinking'],
  smaller: ['shrinking'],
  growing: ['growing'],
  larger: ['growing'],
  late: ['later'],
  later: ['later'],
  repeating: ['repeating'],
};

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
