import type { Said } from '../clauses/clause.ts';
import type { Reading } from '../clauses/units.ts';
import { behindFiller } from './fillers.ts';
import type { Grammar } from './grammar.ts';
import { isSeparator } from './separators.ts';
import type { TokenReader } from './slots/slot.ts';

/** A stretch of tokens, and what it is taken for. */
export type Piece = { readonly from: number; readonly end: number } & (
  | { readonly kind: 'clause'; readonly reading: Reading<Said> }
  | { readonly kind: 'filler' | 'separator' | 'unknown' }
);

/**
 * Takes a sentence apart so that as few tokens as possible are left unknown; of equals, the longest clause first.
 * Every token is in exactly one piece.
 */
export function parsePieces(grammar: Grammar, reader: TokenReader): Piece[] {
  const { tokens } = reader;
  const best: { unknown: number; piece: Piece }[] = [];
  const unknownFrom = (at: number) => (at >= tokens.length ? 0 : (best[at]?.unknown ?? 0));
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    let choice: { unknown: number; piece: Piece } | null = null;
    const offer = (piece: Piece, cost: number) => {
      const unknown = cost + unknownFrom(piece.end);
      if (choice === null || unknown < choice.unknown) choice = { unknown, piece };
    };
    for (const { end, reading } of grammar.at(reader, at)) offer({ kind: 'clause', from: at, end, reading }, 0);
    const filler = behindFiller(tokens, at);
    if (filler > at) offer({ kind: 'filler', from: at, end: filler }, 0);
    if (isSeparator(tokens, at)) offer({ kind: 'separator', from: at, end: at + 1 }, 0);
    offer({ kind: 'unknown', from: at, end: at + 1 }, 1);
    if (choice !== null) best[at] = choice;
  }
  const pieces: Piece[] = [];
  for (let at = 0; at < tokens.length; ) {
    const piece = best[at]?.piece;
    if (piece === undefined) break;
    pieces.push(piece);
    at = piece.end;
  }
  return pieces;
}
