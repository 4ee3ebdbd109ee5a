import { nearest } from '../yaml/near.ts';
import type { Grammar } from './grammar.ts';
import { tokenize } from './tokenize.ts';

/** Words that run together so often that they are known. */
const JOINED: ReadonlyMap<string, string> = new Map([
  ['atleast', 'at least'],
  ['atmost', 'at most'],
  ['upto', 'up to'],
  ['everyday', 'every day'],
  ['nextday', 'next day'],
  ['notolder', 'not older'],
  ['hrly', 'hourly'],
  ['fifteen', '15'],
  ['twenty', '20'],
  ['thirty', '30'],
  ['forty', '40'],
  ['sixty', '60'],
  ['ninety', '90'],
  ['hundred', '100'],
]);

/** Numbers past twelve are not read as words, but known. */
const LARGE_NUMBERS: readonly (readonly [RegExp, string])[] = [
  [/\btwenty[- ]four\b/gi, '24'],
  [/\bthirty[- ]six\b/gi, '36'],
  [/\bforty[- ]five\b/gi, '45'],
  [/\bforty[- ]eight\b/gi, '48'],
  [/\bseventy[- ]two\b/gi, '72'],
];

/** How many letters of a word may be wrong for it still to be recognised. */
function edits(word: string): number {
  return word.length <= 3 ? 0 : word.length <= 5 ? 1 : 2;
}

/** A text with each unknown word replaced by the known one that is next to it; null where there is nothing to replace. */
export function correctWords(grammar: Grammar, written: string): string | null {
  const text = LARGE_NUMBERS.reduce((result, [words, digits]) => result.replace(words, digits), written);
  let corrected = '';
  let from = 0;
  let isChanged = text !== written;
  for (const token of tokenize(text)) {
    if (token.kind !== 'word' || grammar.words.has(token.text)) continue;
    const known = JOINED.get(token.text) ?? nearestWord(grammar, token.text);
    if (known === null) continue;
    corrected += text.slice(from, token.index) + known;
    from = token.end;
    isChanged = true;
  }
  return isChanged ? corrected + text.slice(from) : null;
}

const MAX_KNOWN = 5000;
const nearestKnown = new WeakMap<Grammar, Map<string, string | null>>();

function nearestWord(grammar: Grammar, word: string): string | null {
  const allowed = edits(word);
  if (allowed === 0) return null;
  let known = nearestKnown.get(grammar);
  if (known === undefined || known.size > MAX_KNOWN) {
    known = new Map();
    nearestKnown.set(grammar, known);
  }
  let found = known.get(word);
  if (found === undefined) {
    // One wrong letter before two: `evey` is every, and not even.
    found = nearest(word, grammar.words, 1) ?? (allowed > 1 ? nearest(word, grammar.words, 2) : null);
    known.set(word, found);
  }
  return found;
}
