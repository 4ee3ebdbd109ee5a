import { html } from 'hono/html';
import type { Standing } from '../../core/model/standing.ts';
import type { Markup } from './markup.ts';

/** A standing as it is shown: a symbol, a word, and in CSS a colour and a shape. Never colour alone. */
const MARKS: Readonly<Record<Standing, { readonly symbol: string; readonly word: string }>> = {
  escalate: { symbol: '▲', word: 'Escalated' },
  alert: { symbol: '✗', word: 'Alert' },
  unknown: { symbol: '?', word: 'Unknown' },
  warn: { symbol: '!', word: 'Warning' },
  snoozed: { symbol: 'z', word: 'Snoozed' },
  muted: { symbol: '–', word: 'Muted' },
  green: { symbol: '✓', word: 'Green' },
};

export function standingWord(standing: Standing): string {
  return MARKS[standing].word;
}

/** The mark beside a job's name. Screen readers read the word only. */
export function standingMark(standing: Standing): Markup {
  const { symbol, word } = MARKS[standing];
  return html`<b class="mark ${standing}"><i aria-hidden="true">${symbol}</i>${word}</b>`;
}

/** The symbol alone, for where the word stands beside it. */
export function standingSymbol(standing: Standing): Markup {
  return html`<i class="sign ${standing}" aria-hidden="true">${MARKS[standing].symbol}</i>`;
}
