import { html } from 'hono/html';
import type { DayState } from '../../app/job-view.ts';
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
  none: 'nothing known',
};

/** Worst first; the order of the words and of drawing. */
const ORDER: readonly DayState[] = ['escalate', 'alert', 'warn', 'quiet', 'green', 'none'];

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

/** A stretch of equal days. */
interface Stretch {
  readonly state: DayState;
  readonly from: number;
  readonly days: number;
}

/** The last days of a job as a row of bars, with a name that says the same in words. */
export function strip(states: readonly DayState[], isLarge = false): Markup {
  const shown = states.slice(-STRIP_DAYS);
  const missing = STRIP_DAYS - shown.length;
  const days: readonly DayState[] = [...Array.from({ length: missing }, (): DayState => 'none'), ...shown];
  const stretches = stretchesOf(days);
  const paths = ORDER.flatMap((state) => {
    const own = stretches.filter((stretch) => stretch.state === state);
    return own.length === 0 ? [] : [html`<path class="${state}" d="${own.map(pathOf).join('')}"/>`];
  });
  return html`<svg class="strip${isLarge ? ' large' : ''}" viewBox="0 0 ${STRIP_DAYS * DAY_WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${stripWords(days)}">${paths}</svg>`;
}

/** One bar, for the key of a strip. */
export function bar(state: DayState): Markup {
  return html`<svg class="strip bar" viewBox="0 0 ${DAY_WIDTH} ${HEIGHT}" preserveAspectRatio="none"><path class="${state}" d="${pathOf({ state, from: 0, days: 1 })}"/></svg>`;
}

/** `90 days: 2 alert, 5 warning, 83 green`, or `90 days, all green`. */
export function stripWords(days: readonly DayState[]): string {
  const counts = ORDER.flatMap((state) => {
    const count = days.filter((day) => day === state).length;
    return count === 0 ? [] : [{ count, word: WORDS[state] }];
  });
  const [only] = counts;
  if (only && counts.length === 1) return `${days.length} days, all ${only.word}`;
  return `${days.length} days: ${counts.map(({ count, word }) => `${count} ${word}`).join(', ')}`;
}

export function dayWord(state: DayState): string {
  return WORDS[state];
}

function stretchesOf(days: readonly DayState[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const [index, state] of days.entries()) {
    const last = stretches.at(-1);
    if (last?.state === state) stretches[stretches.length - 1] = { ...last, days: last.days + 1 };
    else stretches.push({ state, from: index, days: 1 });
  }
  return stretches;
}

function pathOf({ state, from, days }: Stretch): string {
  return LINES[state].map((y) => `M${from * DAY_WIDTH} ${y}h${days * DAY_WIDTH}`).join('');
}
