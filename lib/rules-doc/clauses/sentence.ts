import { nearest } from '../yaml/near.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { quoted } from '../yaml/problem-log.ts';
import { CLAUSE_EXAMPLES, matchClause, plainClause } from './clause-patterns.ts';
import { CLAUSE_READERS } from './clause-readers.ts';
import type { Clause } from './clause-values.ts';
import { CLAUSES, type ReadClause } from './clause-values.ts';
import { labelLength } from './sentence-label.ts';
import { type ClauseText, splitClauses } from './split-clauses.ts';

/** A fault in a sentence, with the index in its text where the clause begins. */
export interface SentenceProblem {
  readonly code: ProblemCode;
  readonly index: number;
  readonly message: string;
}

export interface Sentence {
  readonly clauses: readonly ReadClause[];
  readonly problems: readonly SentenceProblem[];
}

const MAX_CLAUSE = 300;
/** No rule needs a fifth of it; it bounds what a damaged document can cost. */
const MAX_CLAUSES = 100;
const MAX_REMEMBERED = 20_000;

/** Sentences by their text: the jobs of a large document mostly say the same few things. */
const remembered = new Map<string, Sentence>();

/** Words that many clauses share, and that therefore say nothing about which was meant. */
const COMMON_WORDS = new Set(['if', 'it', 'than', 'more', 'to', 'up', 'on', 'at', 'after', 'alert']);
const SIZE = /\d\s*[kmgt]?i?b(ytes?)?(\s|$)/;

/** The clause whose words come nearest to a text that is not understood, as an example to follow. */
function exampleFor(text: string): string {
  const words = text.split(' ').filter((word) => !/^\d/.test(word));
  let best: Clause | null = null;
  let bestScore = 0;
  for (const clause of CLAUSES) {
    const own = CLAUSE_EXAMPLES[clause].split(' ').filter((word) => /^[a-z]+$/.test(word));
    const near = words.filter((word) => nearest(word, own, word.length > 3 ? 1 : 0) !== null);
    const score = near.reduce((sum, word) => sum + (COMMON_WORDS.has(word) ? 1 : 3), 0);
    if (score > bestScore) {
      best = clause;
      bestScore = score;
    }
  }
  if (bestScore >= 3 && best !== null) return `did you mean ${CLAUSE_EXAMPLES[best]}`;
  if (SIZE.test(text)) return 'sizes are written as at least 350 MB, at most 2 TB or alert below 300 MB';
  return 'write clauses such as every 24 hours; allow up to 26 hours; at least 350 MB';
}

function withoutQuotes(text: string): string {
  const first = text[0];
  return text.length > 1 && (first === '"' || first === "'") && text.endsWith(first) ? text.slice(1, -1) : text;
}

function readClause({ text, index }: ClauseText, clauses: ReadClause[], problems: SentenceProblem[]): void {
  const plain = plainClause(text);
  const matches = text.length > MAX_CLAUSE ? null : matchClause(plain);
  if (matches === null) {
    const message = `${quoted(text)} is not a clause of a rule; ${exampleFor(plain.slice(0, MAX_CLAUSE))}`;
    problems.push({ code: 'UNKNOWN_CLAUSE', index, message });
    return;
  }
  for (const match of matches) {
    const reading = CLAUSE_READERS[match.clause](match.clause === 'cron' ? withoutQuotes(match.text) : match.text);
    if (!reading.ok) problems.push({ code: reading.code, index, message: reading.message });
    else if (clauses.some((clause) => clause.clause === match.clause)) {
      const message = `${quoted(text)} says ${match.clause} a second time in this sentence; keep one of the two`;
      problems.push({ code: 'DUPLICATE_CLAUSE', index, message });
    } else clauses.push({ clause: match.clause, value: reading.value, index } as ReadClause);
  }
}

function readSentence(text: string): Sentence {
  const clauses: ReadClause[] = [];
  const problems: SentenceProblem[] = [];
  const pieces = splitClauses(text);
  if (pieces.length > MAX_CLAUSES) {
    const message = `the sentence has ${pieces.length} clauses; write each of the ${CLAUSES.length} kinds once at most`;
    return { clauses, problems: [{ code: 'UNKNOWN_CLAUSE', index: 0, message }] };
  }
  const [first] = pieces;
  if (first !== undefined) {
    const skipped = labelLength(first.text);
    if (skipped > 0) pieces[0] = { text: first.text.slice(skipped), index: first.index + skipped };
  }
  for (const piece of pieces) readClause(piece, clauses, problems);
  return { clauses, problems };
}

/** Reads a rule sentence, clause by clause; what is not understood becomes a problem and is never skipped. */
export function parseSentence(text: string): Sentence {
  let sentence = remembered.get(text);
  if (sentence === undefined) {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    sentence = readSentence(text);
    remembered.set(text, sentence);
  }
  return sentence;
}
