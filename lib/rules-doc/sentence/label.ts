import { nearest } from '../yaml/near.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { Grammar } from './grammar.ts';
import { plainText } from './plain-text.ts';
import { canonicalSentence, readWhole } from './read-whole.ts';
import type { SentenceProblem } from './sentence-problem.ts';
import { DAY_WORDS } from './slots/weekday.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

const MAX_LABEL = 200;

/** Words that make a condition of what looks like a name. */
const CONDITIONS = new Set(
  [
    'not',
    'no',
    'never',
    'except',
    'only',
    'disabled',
    'without',
    'unless',
    'until',
    'excluding',
    'skip',
    'paused',
  ].concat(
    [
      'inactive',
      'if',
      'when',
      'ignore',
      'muted',
      'stopped',
      'temporarily',
      'dont',
      "don't",
      'off',
      'none',
      'but',
      'or',
    ],
    [
      'cannot',
      "can't",
      'exclude',
      'excludes',
      'skipping',
      'suspended',
      'pause',
      'disable',
      'before',
      'after',
      'during',
    ],
  ),
);

const MONTHS = new Set(
  ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november'].concat(
    ['december', 'jan', 'feb', 'mar', 'apr', 'jun', 'jul', 'aug', 'sep', 'sept', 'oct', 'nov', 'dec'],
  ),
);

/** Nouns of clauses that names are made of as well. */
const NOUNS = new Set(
  [
    'backup',
    'backups',
    'dump',
    'dumps',
    'job',
    'copy',
    'file',
    'files',
    'object',
    'objects',
    'restore',
    'restores',
  ].concat([
    'size',
    'test',
    'age',
    'name',
    'new',
    'data',
    'duration',
    'run',
    'runtime',
    'live',
    'time',
    'others',
    'content',
  ]),
);

const UNIT =
  /^(%|percent|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|years?|[kmgt]i?b?|bytes?|am|pm|st|nd|rd|th)$/;

/** The name in front of a sentence. */
interface Label {
  /** Characters of the name, its colon and the blanks behind it; 0 without one. */
  readonly length: number;
  /** Set where what stands in front is no name, but a condition or a clause. */
  readonly problem: SentenceProblem | null;
}

const NONE: Label = { length: 0, problem: null };

/**
 * The name in front of a sentence, `Orders database: ` in `Orders database: should run every 24 hours`. One that holds
 * days, months, times, numbers with units or words such as `not` and `only` is no name: conditions are not swallowed.
 */
export function readLabel(grammar: Grammar, text: string): Label {
  const plain = plainText(text);
  const colon = /:(?=\s)/.exec(plain.slice(0, MAX_LABEL));
  if (colon === null || colon.index === 0) return NONE;
  const label = text.slice(0, colon.index);
  if (/["\n;]/.test(plainText(label)) || /^\s*cron(tab)?\s*$/.test(plainText(label))) return NONE;
  const tokens = tokenize(label);
  const rest = text.slice(colon.index + 1);
  const condition = conditionIn(tokens);
  if (condition !== null || tokens.every((token) => isClauseWord(grammar, token))) {
    return {
      length: 0,
      problem: { code: 'UNKNOWN_CLAUSE', index: 0, message: noName(grammar, label, rest, condition) },
    };
  }
  return { length: colon.index + 1 + (rest.length - rest.trimStart().length), problem: null };
}

function conditionIn(tokens: readonly Token[]): string | null {
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const isQuantity = token.kind === 'number' && next !== undefined && UNIT.test(next.text);
    const isWord = CONDITIONS.has(token.text) || DAY_WORDS.has(token.text) || MONTHS.has(token.text);
    if (token.kind === 'clock' || isWord) return token.raw;
    if (isQuantity) return `${token.raw}${next.isGlued ? '' : ' '}${next.raw}`;
  }
  return null;
}

function isClauseWord(grammar: Grammar, { kind, text }: Token): boolean {
  if (kind !== 'word') return true;
  if (NOUNS.has(text)) return false;
  if (grammar.clauseWords.has(text)) return true;
  return text.length > 3 && nearest(text, grammar.leadingWords, 1) !== null;
}

/** Says what to write when what looks like a name is none: the same as clauses, where they can be read so. */
function noName(grammar: Grammar, label: string, rest: string, condition: string | null): string {
  const what =
    condition === null
      ? `${quoted(label)} before the colon is a clause, and no name`
      : `${quoted(condition)} in ${quoted(`${label}:`)} is a condition, and no part of a name`;
  const orders = [`${label} ${rest}`, `${rest} ${label}`, `${rest}; ${label}`, ...(condition === null ? [rest] : [])];
  for (const order of orders) {
    const reading = readWhole(grammar, order);
    if (reading.ok) {
      return `${what}; write ${canonicalSentence(grammar, reading.value)}; or put the name into the key name: of the job`;
    }
  }
  const alone = readWhole(grammar, label);
  const hint = alone.ok || alone.message === '' ? '' : ` (${alone.message})`;
  return `${what}${hint}; write it as a clause behind the name, or put the name into the key name: of the job`;
}
