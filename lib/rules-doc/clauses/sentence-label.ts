import { nearest } from '../yaml/near.ts';
import { matchClause, plainClause } from './clause-patterns.ts';

/** The words that clauses are made of. A name in front of a sentence has at least one other. */
const CLAUSE_WORDS = [
  ...[
    'every',
    'hourly',
    'daily',
    'nightly',
    'weekly',
    'allow',
    'up',
    'to',
    'extra',
    'at',
    'on',
    'cron',
    'alert',
    'after',
  ],
  ...[
    'margin',
    'early',
    'least',
    'most',
    'below',
    'shrink',
    'shrinks',
    'more',
    'than',
    'by',
    'warn',
    'finish',
    'finishes',
  ],
  ...['within', 'escalate', 'next', 'day', 'never', 'check', 'should', 'run', 'runs', 'it', 'if', 'expect', 'flag'],
  ...['minutes', 'hours', 'days', 'weeks', 'weekdays'],
];

const MAX_LABEL = 200;

/** A number with a unit: what a name has no use for, and a clause always has. */
const QUANTITY = /\d\s*(%|percent|m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?|[kmgt]?i?b|bytes?)(\s|$)/i;

function isClauseWord(word: string): boolean {
  if (/^[\d.:%]+$/.test(word)) return true;
  return nearest(word, CLAUSE_WORDS, word.length > 3 ? 1 : 0) !== null;
}

/**
 * The length of the name in front of a sentence, `Orders database: ` in `Orders database: should run every 24 hours`;
 * 0 when it has none. A clause is never taken for a name, nor is anything that looks like a clause with a mistake in
 * it: what is not understood must be said, not skipped.
 */
export function labelLength(firstClause: string): number {
  const colon = /:\s/.exec(firstClause.slice(0, MAX_LABEL));
  if (colon === null || colon.index === 0) return 0;
  const label = firstClause.slice(0, colon.index);
  if (label.includes('"') || QUANTITY.test(label) || matchClause(plainClause(label)) !== null) return 0;
  if (label.toLowerCase().split(/\s+/).every(isClauseWord)) return 0;
  const rest = firstClause.slice(colon.index + 1);
  return colon.index + 1 + (rest.length - rest.trimStart().length);
}
