import type { Said } from '../clauses/clause.ts';
import { good, type Reading } from '../clauses/units.ts';
import type { Grammar } from './grammar.ts';
import { parsePieces } from './parse-pieces.ts';

const MAX_TOKENS = 400;
const NOT_UNDERSTOOD: Reading<never> = { ok: false, code: 'UNKNOWN_CLAUSE', message: '' };

/** All that a text says, where nothing in it is unknown, wrong or said twice; else what is wrong first, `''` if unknown. */
export function readWhole(grammar: Grammar, text: string): Reading<Said> {
  const reader = grammar.reader(text);
  const pieces = reader.tokens.length > MAX_TOKENS ? [] : parsePieces(grammar, reader);
  if (pieces.some(({ kind }) => kind === 'unknown')) return NOT_UNDERSTOOD;
  const said: Record<string, unknown> = {};
  for (const piece of pieces) {
    if (piece.kind !== 'clause') continue;
    if (!piece.reading.ok) return piece.reading;
    for (const [clause, value] of Object.entries(piece.reading.value)) {
      if (clause in said) return { ok: false, code: 'DUPLICATE_CLAUSE', message: '' };
      said[clause] = value;
    }
  }
  return Object.keys(said).length === 0 ? NOT_UNDERSTOOD : good(said);
}

/** What is said, in canonical clauses, in the grammar's order. */
export function canonicalSentence(grammar: Grammar, said: Said): string {
  return grammar.clauses
    .filter(({ name }) => said[name] !== undefined)
    .map((clause) => clause.canonical(said[clause.name]))
    .join('; ');
}
