import { html } from 'hono/html';
import type { DayState } from '../../app/views/job-view.ts';
import { DAY_STATES } from '../../core/history/day.ts';
import type { Markup } from './markup.ts';

/** Days that the strip of a list shows. */
export const STRIP_DAYS = 90;
/** Units that a day is wide; CSS draws them as pixels, so that the edges are sharp. */
const DAY_WIDTH = 3;
const HEIGHT = 20;

const WORDS: Readonly<Record<DayState, string>> = {
  escalate: 'escalated',
  alert: 'alert',
  warn: 'warning',
  quiet: 'quieted',
  green: 'green',
  none: 'no data',
};

/** Worst first; the order of the words and of drawing. */
const ORDER: readonly DayState[] = DAY_STATES.toReversed();

/**
 * Where the lines of a day run, in units from the top. How thick they are is CSS's: a bar is a thick line with gaps, so
 * that a long stretch of equal days takes few bytes. The worse the day, the higher the bar; an escalated one is in two
 * pieces, a quieted one is hollow.
 */
const LINES: Readonly<Record<DayState, readonly number[]>> = {
  escalate: [4.5, 15.5],
  alert: [12],
  warn: [14.5],
  quiet: [13, 19],
  green: [17],
  none: [19.5],
};

/** The last days of a job as a row of bars, with a text alternative. */
export function strip(states: readonly DayState[], isLarge = false): Markup {
  const days = lastDays(states);
  const lines: Partial<Record<DayState, string>> = {};
  // One walk and no lists: a page has a thousand strips.
  for (let from = 0, to = 1; to <= days.length; to += 1) {
    const state = days[from] ?? 'none';
    if (days[to] === state) continue;
    lines[state] = (lines[state] ?? '') + linesOf(state, from, to - from);
    from = to;
  }
  const paths = ORDER.map((state) => (lines[state] ? html`<path class="${state}" d="${lines[state]}"/>` : ''));
  return html`<svg class="strip${isLarge ? ' large' : ''}" viewBox="0 0 ${STRIP_DAYS * DAY_WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${stripWords(days)}">${paths}</svg>`;
}

/** One bar, for the key of a strip. */
export function bar(state: DayState): Markup {
  return html`<svg class="strip bar" viewBox="0 0 ${DAY_WIDTH} ${HEIGHT}" preserveAspectRatio="none"><path class="${state}" d="${linesOf(state, 0, 1)}"/></svg>`;
}

export function dayWord(state: DayState): string {
  return WORDS[state];
}

/** `90 days: 2 alert, 5 warning, 83 green`, or `90 days, all green`. */
function stripWords(days: readonly DayState[]): string {
  const counts = { escalate: 0, alert: 0, warn: 0, quiet: 0, green: 0, none: 0 };
  for (const day of days) counts[day] += 1;
  const found = ORDER.filter((state) => counts[state] > 0);
  const [only] = found;
  if (only && found.length === 1) return `${days.length} days, all ${WORDS[only]}`;
  return `${days.length} days: ${found.map((state) => `${counts[state]} ${WORDS[state]}`).join(', ')}`;
}

/** As many as a strip has: days before the first known one have no data. */
function lastDays(states: readonly DayState[]): readonly DayState[] {
  if (states.length === STRIP_DAYS) return states;
  const missing = Math.max(0, STRIP_DAYS - states.length);
  return [...new Array<DayState>(missing).fill('none'), ...states.slice(-STRIP_DAYS)];
}

/** A stretch of equal days. */
function linesOf(state: DayState, from: number, days: number): string {
  let lines = '';
  for (const y of LINES[state]) lines += `M${from * DAY_WIDTH} ${y}h${days * DAY_WIDTH}`;
  return lines;
}
