import { plainText } from './plain-text.ts';
import type { Token } from './token.ts';

/** Words that a full stop may follow without ending anything. */
const ABBREVIATIONS = new Set(
  ['min', 'mins', 'max', 'approx', 'hr', 'hrs', 'sec', 'wk', 'wks', 'yr', 'yrs', 'mo', 'ca', 'resp', 'vs'].concat([
    'mon',
    'tue',
    'tues',
    'wed',
    'thu',
    'thur',
    'thurs',
    'fri',
    'sat',
    'sun',
    'incl',
    'excl',
    'std',
  ]),
);

/** Patterns of letters: those for all scripts take long to compile, and few sentences need them. */
const ASCII = { meridiem: /[ap]\.\s?m(?:\.|(?![a-z]))/y, word: /[a-z]+(?:'[a-z]+)*/y };
const UNICODE = { meridiem: /[ap]\.\s?m(?:\.|(?![\p{L}]))/uy, word: /\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*/uy };
const CLOCK = /\d{1,2}:\d\d(?::\d\d)?(?!\d)/y;
const NUMBER = /\d+(?:[.,']\d+)*/y;
const FRACTION = /\.\d+/y;
const COMPARISON = /[<>]=|=[<>]/y;

function matchAt(pattern: RegExp, text: string, index: number): string | null {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? null;
}

function tokenAt(
  plain: string,
  index: number,
  letters: typeof ASCII,
): { kind: Token['kind']; text: string; length: number } {
  const meridiem = matchAt(letters.meridiem, plain, index);
  if (meridiem !== null) return { kind: 'word', text: `${meridiem[0]}m`, length: meridiem.length };
  const clock = matchAt(CLOCK, plain, index);
  if (clock !== null) return { kind: 'clock', text: clock, length: clock.length };
  const isBegin = index === 0 || plain[index - 1] === ' ';
  const number = matchAt(NUMBER, plain, index) ?? (isBegin ? matchAt(FRACTION, plain, index) : null);
  if (number !== null) return { kind: 'number', text: number, length: number.length };
  const word = matchAt(letters.word, plain, index);
  if (word !== null) {
    const stop = plain[index + word.length] === '.' && ABBREVIATIONS.has(word) ? 1 : 0;
    return { kind: 'word', text: word, length: word.length + stop };
  }
  const comparison = matchAt(COMPARISON, plain, index);
  if (comparison !== null) {
    return { kind: 'symbol', text: comparison.includes('<') ? '<=' : '>=', length: comparison.length };
  }
  return { kind: 'symbol', text: plain[index] ?? '', length: 1 };
}

/** The tokens of a sentence; blanks, but not line breaks, are left out. */
export function tokenize(sentence: string): Token[] {
  const plain = plainText(sentence);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
  const letters = /^[\x00-\x7f]*$/.test(plain) ? ASCII : UNICODE;
  const tokens: Token[] = [];
  let isGlued = false;
  for (let index = 0; index < plain.length; ) {
    if (plain[index] === ' ') {
      isGlued = false;
      index += 1;
      continue;
    }
    const { kind, text, length } = tokenAt(plain, index, letters);
    const end = index + length;
    tokens.push({ kind, text, raw: sentence.slice(index, end), index, end, isGlued });
    isGlued = true;
    index = end;
  }
  return tokens;
}
