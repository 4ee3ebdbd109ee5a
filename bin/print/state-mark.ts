import { styleText } from 'node:util';
import { STANDING_ORDER, type Standing } from '../../lib/core/model/standing.ts';

/** A state as it is shown: a symbol and a word, and a colour. Never colour alone. */
const MARKS = {
  green: { symbol: '✓', word: 'green', colour: 'green' },
  warn: { symbol: '!', word: 'warn', colour: 'yellow' },
  alert: { symbol: '✗', word: 'alert', colour: 'red' },
  escalate: { symbol: '▲', word: 'escalate', colour: 'magenta' },
  unknown: { symbol: '?', word: 'unknown', colour: 'cyan' },
  snoozed: { symbol: 'z', word: 'snoozed', colour: 'gray' },
  muted: { symbol: '-', word: 'muted', colour: 'gray' },
} as const;

export type Mark = Standing;

/** Worst first. */
export const MARK_ORDER: readonly Mark[] = STANDING_ORDER;

/** The symbol and word of a mark, ten columns wide, in colour where asked for. */
export function markText(mark: Mark, colour: boolean): string {
  const { symbol, word, colour: name } = MARKS[mark];
  const text = `${symbol} ${word}`.padEnd(10);
  return colour ? styleText(name, text) : text;
}

/** True when the stream is a terminal and NO_COLOR is not set (no-color.org). */
export function colourFor(stream: { readonly isTTY?: boolean }): boolean {
  if (process.env.NO_COLOR) return false;
  return Boolean(process.env.FORCE_COLOR) || stream.isTTY === true;
}
