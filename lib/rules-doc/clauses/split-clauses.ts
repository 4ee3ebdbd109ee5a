import { daysOfWord } from './times.ts';

/** A piece of a sentence between two ends of a clause, without the blanks around it. */
export interface ClauseText {
  readonly text: string;
  /** Where it begins in the sentence. */
  readonly index: number;
}

const BLANK = /\s/;
const DIGIT = /\d/;

/** The index behind the quote that ends what begins at `start`; -1 when that is an apostrophe or never closed. */
function endOfQuote(sentence: string, start: number): number {
  const before = sentence[start - 1];
  if (before !== undefined && !BLANK.test(before)) return -1;
  const close = sentence.indexOf(sentence[start] ?? '', start + 1);
  return close < 0 ? -1 : close + 1;
}

/** True for a comma in a list of days: `mon, thu`, `mon-fri, and sun`. */
function isBetweenDays(sentence: string, comma: number): boolean {
  const before = /([a-z-]{1,24})\s*$/i.exec(sentence.slice(Math.max(0, comma - 32), comma))?.[1];
  const after = /^\s*(?:and\s+)?([a-z-]{1,24})/i.exec(sentence.slice(comma + 1, comma + 48))?.[1];
  if (before === undefined || after === undefined) return false;
  const isDay = (word: string) => word.toLowerCase() !== 'daily' && daysOfWord(word.toLowerCase()) !== null;
  return isDay(before) && isDay(after);
}

function endsClause(sentence: string, at: number): boolean {
  const before = sentence[at - 1] ?? ' ';
  const after = sentence[at + 1] ?? ' ';
  switch (sentence[at]) {
    case ';':
    case '\n':
      return true;
    case '.':
      return !BLANK.test(before) && (BLANK.test(after) || after === ';');
    case ',':
      return !(DIGIT.test(before) && DIGIT.test(after)) && !isBetweenDays(sentence, at);
    default:
      return false;
  }
}

/**
 * Splits a sentence into its clauses: they end with `;`, a line break, a `.` at the end of a word, or a `,` that is
 * not in quotes, between digits or between two days (*The rule sentence*).
 */
export function splitClauses(sentence: string): ClauseText[] {
  const pieces: ClauseText[] = [];
  let start = 0;
  const take = (end: number) => {
    const piece = sentence.slice(start, end);
    const text = piece.trim();
    if (text !== '') pieces.push({ text, index: start + piece.indexOf(text) });
  };
  for (let at = 0; at < sentence.length; at += 1) {
    const character = sentence[at];
    if (character === '"' || character === "'") {
      const end = endOfQuote(sentence, at);
      if (end > 0) at = end - 1;
    } else if (endsClause(sentence, at)) {
      take(at);
      start = at + 1;
    }
  }
  take(sentence.length);
  return pieces;
}
