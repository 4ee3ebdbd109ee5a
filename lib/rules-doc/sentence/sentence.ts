import { Remembered } from '../remembered.ts';
import { quoted } from '../yaml/problem-log.ts';
import { explainUnknown } from './explain-unknown.ts';
import type { Grammar } from './grammar.ts';
import { readLabel } from './label.ts';
import { type Piece, parsePieces } from './parse-pieces.ts';
import type { SentenceProblem } from './sentence-problem.ts';
import type { TokenReader } from './slots/slot.ts';

/** What a clause of a sentence says, with the index in the text where it begins. */
export interface ReadClause {
  readonly clause: string;
  readonly value: unknown;
  readonly index: number;
}

export interface Sentence {
  readonly clauses: readonly ReadClause[];
  readonly problems: readonly SentenceProblem[];
  /** What each stretch of the text was taken for; together they hold every character that is no blank. */
  readonly stretches: readonly { readonly kind: Piece['kind'] | 'name'; readonly from: number; readonly to: number }[];
}

/** No rule needs a tenth of it; it bounds what a damaged document can cost. */
const MAX_TOKENS = 400;
const MAX_CHARACTERS = 4000;

/** Reads rule sentences by one grammar; remembers them, since the jobs of a large document say the same few things. */
export class SentenceReader {
  readonly grammar: Grammar;
  readonly #known = new Remembered<Sentence>();

  constructor(grammar: Grammar) {
    this.grammar = grammar;
  }

  /** Reads a sentence, clause by clause; what is not understood becomes a problem and is never skipped. */
  read(text: string): Sentence {
    return this.#known.of(text, () => this.#read(text));
  }

  #read(text: string): Sentence {
    const label = readLabel(this.grammar, text);
    if (label.problem !== null) return { clauses: [], problems: [label.problem], stretches: [] };
    const skipped = label.length;
    const rest = text.slice(skipped);
    const reader = this.grammar.reader(rest);
    if (rest.length > MAX_CHARACTERS || reader.tokens.length > MAX_TOKENS) {
      const message =
        'the sentence is longer than any rule; write each clause once, such as every 24 hours; at least 350 MB';
      return { clauses: [], problems: [{ code: 'UNKNOWN_CLAUSE', index: skipped, message }], stretches: [] };
    }
    const pieces = parsePieces(this.grammar, reader);
    const { clauses, problems } = read(this.grammar, reader, pieces);
    const indexOf = <T extends { readonly index: number }>(each: T): T => ({ ...each, index: each.index + skipped });
    const name = skipped > 0 ? [{ kind: 'name' as const, from: 0, to: skipped }] : [];
    return {
      clauses: clauses.map(indexOf),
      problems: problems.map(indexOf),
      stretches: [
        ...name,
        ...pieces.map(({ kind, from, end }) => ({
          kind,
          from: (reader.tokens[from]?.index ?? 0) + skipped,
          to: (reader.tokens[end - 1]?.end ?? 0) + skipped,
        })),
      ],
    };
  }
}

function read(
  grammar: Grammar,
  reader: TokenReader,
  pieces: readonly Piece[],
): { clauses: ReadClause[]; problems: SentenceProblem[] } {
  const clauses: ReadClause[] = [];
  const problems: SentenceProblem[] = [];
  const said = pieces.some(({ kind }) => kind === 'clause');
  const words = pieces.find(({ kind }) => kind === 'filler');
  if (pieces.some(({ kind }) => kind === 'unknown') || (!said && words !== undefined)) {
    return { clauses: [], problems: explainUnknown(grammar, reader, pieces) };
  }
  for (const piece of pieces) {
    if (piece.kind !== 'clause') continue;
    const index = reader.tokens[piece.from]?.index ?? 0;
    const text = reader.sentence.slice(index, reader.tokens[piece.end - 1]?.end);
    const twice = piece.reading.ok
      ? Object.keys(piece.reading.value).find((name) => clauses.some(({ clause }) => clause === name))
      : undefined;
    if (!piece.reading.ok) {
      problems.push({ code: piece.reading.code, index, message: `${quoted(text)}: ${piece.reading.message}` });
    } else if (twice !== undefined) {
      const message = `${quoted(text)} says ${twice} a second time in this sentence; keep one of the two`;
      problems.push({ code: 'DUPLICATE_CLAUSE', index, message });
    } else {
      for (const [clause, value] of Object.entries(piece.reading.value)) clauses.push({ clause, value, index });
    }
  }
  return { clauses, problems };
}
