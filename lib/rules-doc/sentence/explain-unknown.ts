import { nearest } from '../yaml/near.ts';
import { quoted } from '../yaml/problem-log.ts';
import { correctWords } from './correct-words.ts';
import type { Grammar } from './grammar.ts';
import { inEnglish } from './other-languages.ts';
import type { Piece } from './parse-pieces.ts';
import { quantitiesIn } from './quantities-in.ts';
import { canonicalSentence, readWhole } from './read-whole.ts';
import type { SentenceProblem } from './sentence-problem.ts';
import { isHardSeparator } from './separators.ts';
import type { TokenReader } from './slots/slot.ts';

/** Problems of a sentence with words that no clause, no filler and no separator holds, each with what was most probably meant. */
export function explainUnknown(grammar: Grammar, reader: TokenReader, pieces: readonly Piece[]): SentenceProblem[] {
  const whole = remedy(grammar, reader.sentence);
  if (whole !== null) {
    const first = pieces.find(({ kind }) => kind === 'unknown') ?? pieces[0];
    const part = partAround(reader, pieces, first);
    return [problem(part.index, part.text, whole)];
  }
  return parts(reader, pieces).flatMap(({ index, text, isKnown, problems, begun }) => {
    if (isKnown) return problems;
    const own = remedy(grammar, text);
    if (own !== null) return [problem(index, text, own)];
    // `at least 350 apples`: what is wrong with the beginning says what to write.
    return [begun ?? problem(index, text, hints(grammar, text))];
  });
}

function problem(index: number, text: string, what: string): SentenceProblem {
  return { code: 'UNKNOWN_CLAUSE', index, message: `${quoted(text)} is not a clause of a rule; ${what}` };
}

/** What a text would say with its words corrected, or in English; null where that is not understood either. */
function remedy(grammar: Grammar, text: string): string | null {
  const english = inEnglish(text);
  const tries = [correctWords(grammar, text), english, english === null ? null : correctWords(grammar, english)];
  for (const each of tries) {
    if (each === null) continue;
    const reading = readWhole(grammar, each);
    if (reading.ok)
      return `${english !== null ? 'in English, ' : ''}write ${canonicalSentence(grammar, reading.value)}`;
    if (reading.message !== '') return reading.message;
  }
  return null;
}

interface Part {
  readonly index: number;
  readonly text: string;
  readonly isKnown: boolean;
  readonly problems: readonly SentenceProblem[];
  /** What is wrong with the clause that it begins with. */
  readonly begun: SentenceProblem | null;
}

/** The parts of a sentence between separators that no clause took. */
function parts(reader: TokenReader, pieces: readonly Piece[]): Part[] {
  const found: Part[] = [];
  let open: Piece[] = [];
  const close = () => {
    if (open.length > 0) found.push(partOf(reader, open));
    open = [];
  };
  for (const piece of pieces) {
    if (piece.kind === 'separator' && isHardSeparator(reader.tokens, piece.from)) close();
    else if (piece.kind !== 'separator' || open.length > 0) open.push(piece);
  }
  close();
  return found;
}

function partOf(reader: TokenReader, pieces: readonly Piece[]): Part {
  const index = reader.tokens[pieces[0]?.from ?? 0]?.index ?? 0;
  const text = reader.sentence.slice(index, reader.tokens[(pieces.at(-1)?.end ?? 1) - 1]?.end);
  const isKnown = pieces.every(({ kind }) => kind !== 'unknown') && pieces.some(({ kind }) => kind === 'clause');
  const problems = pieces.flatMap((piece): SentenceProblem[] => {
    if (piece.kind !== 'clause' || piece.reading.ok) return [];
    const from = reader.tokens[piece.from]?.index ?? 0;
    const own = reader.sentence.slice(from, reader.tokens[piece.end - 1]?.end);
    return [{ code: piece.reading.code, index: from, message: `${quoted(own)}: ${piece.reading.message}` }];
  });
  const first = pieces.find(({ kind }) => kind !== 'filler');
  const begun = first?.kind === 'clause' && !first.reading.ok ? first.reading : null;
  return {
    index,
    text,
    isKnown: isKnown || pieces.every(({ kind }) => kind === 'separator'),
    problems,
    begun: begun && { code: begun.code, index, message: `${quoted(text)}: ${begun.message}` },
  };
}

function partAround(reader: TokenReader, pieces: readonly Piece[], piece: Piece | undefined): Part {
  const at = reader.tokens[piece?.from ?? 0]?.index ?? 0;
  const all = parts(reader, pieces);
  return all.findLast(({ index }) => index <= at) ?? partOf(reader, pieces);
}

/** What to write, from the quantities that stand in a text and the clauses that its words remind of. */
function hints(grammar: Grammar, text: string): string {
  const example = nearestClause(grammar, text);
  const quantities = quantitiesIn(grammar, text);
  const offers = quantities.length > 0 ? quantities : example === null ? [] : [example];
  if (offers.length === 0) return 'write clauses such as every 24 hours; allow 26 hours; at least 350 MB';
  const most = example !== null && quantities.length > 0 ? ` (a clause of these words is ${example})` : '';
  return `write ${offers.join(', or ')}${most}`;
}

/** Words that many clauses share, and that therefore say nothing about which was meant. */
const COMMON = new Set([
  'if',
  'it',
  'than',
  'more',
  'to',
  'up',
  'on',
  'at',
  'after',
  'alert',
  'is',
  'the',
  'and',
  'of',
]);

function nearestClause(grammar: Grammar, text: string): string | null {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !COMMON.has(word));
  let best: string | null = null;
  let bestScore = 0;
  for (const { docs } of grammar.clauses) {
    const own = docs.write.split(' ').filter((word) => /^[a-z]+$/.test(word) && !COMMON.has(word));
    const score = words.filter((word) => nearest(word, own, word.length > 3 ? 1 : 0) !== null).length;
    if (score > bestScore) [best, bestScore] = [docs.write, score];
  }
  return best;
}
