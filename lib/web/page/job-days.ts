import { html } from 'hono/html';
import type { DayView, JobDetailView } from '../../app/views/job-view.ts';
import { DAY_STATES } from '../../core/history/day.ts';
import { formatBytes, formatDuration } from '../../core/quantity.ts';
import type { Markup } from './markup.ts';
import { bar, dayWord, STRIP_DAYS, strip } from './strip.ts';

/** The days of a job: a strip, charts where scripts run, and the same as a table. */
export function jobDays({ days, thresholds }: JobDetailView): Markup {
  if (days.length === 0) {
    return html`<section aria-labelledby="days"><h2 id="days">Days</h2><p class="none-yet">No day to show yet: the first check of each day adds it.</p></section>`;
  }
  const shown = days.slice(-STRIP_DAYS);
  const { ageVaries, staleAfterSeconds, alertAfterSeconds, atLeastBytes, alertBelowBytes } = thresholds;
  return html`<section aria-labelledby="days">
<h2 id="days">Days</h2>
<div class="strip-box">${strip(
    shown.map(({ state }) => state),
    true,
  )}<p class="ends"><span>${STRIP_DAYS} days ago</span><span>today</span></p>${key(shown)}</div>
<div class="charts">
${chart('size', 'Size of the newest backup', sizeWords(days), [
  { value: atLeastBytes, words: `at least ${bytesText(atLeastBytes)}`, isHard: false },
  { value: alertBelowBytes, words: `alert below ${bytesText(alertBelowBytes)}`, isHard: true },
])}
${chart('age', 'Maximum age of the newest good backup', ageWords(days), [
  {
    value: staleAfterSeconds,
    words: `${ageVaries ? 'up to ' : ''}${durationText(staleAfterSeconds)} allowed`,
    isHard: false,
  },
  { value: alertAfterSeconds, words: `alert after ${durationText(alertAfterSeconds)}`, isHard: true },
])}
</div>
<details class="day-table"><summary>The days as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="The days as a table">
<table id="day-table"><thead><tr><th scope="col">Day</th><th scope="col">State</th><th scope="col">Size</th><th scope="col">Maximum age</th></tr></thead>
<tbody>${days.toReversed().map(dayRow)}</tbody></table>
</div></details>
</section>`;
}

/** The meaning of the bars that are shown. */
function key(days: readonly DayView[]): Markup {
  const states = DAY_STATES.toReversed().filter(
    (state) => days.some((day) => day.state === state) || (state === 'none' && days.length < STRIP_DAYS),
  );
  return html`<ul class="key" aria-hidden="true">${states.map((state) => html`<li>${bar(state)}${dayWord(state)}</li>`)}</ul>`;
}

/** A line across a chart, where the rule has it. */
interface Limit {
  readonly value: number | null;
  readonly words: string;
  readonly isHard: boolean;
}

/** Space for a chart. `words` is its text alternative; null when there is nothing to draw. */
function chart(name: 'size' | 'age', title: string, words: string | null, limits: readonly Limit[]): Markup | '' {
  if (words === null) return '';
  const drawn = limits.filter(({ value }, index) => value !== null && value !== limits[index + 1]?.value);
  const lines = drawn.map(
    ({ value, words, isHard }) =>
      html`<span class="limit ${isHard ? 'hard' : 'soft'}" data-value="${value}">${words}</span>`,
  );
  return html`<figure class="chart" data-chart="${name}" hidden>
<figcaption><b>${title}</b>${lines}</figcaption>
<div role="img" aria-label="${[words, ...drawn.map((limit) => limit.words)].join('; ')}"></div>
</figure>`;
}

function bytesText(bytes: number | null): string {
  return bytes === null ? '' : formatBytes(bytes);
}

function durationText(seconds: number | null): string {
  return seconds === null ? '' : formatDuration(seconds);
}

function sizeWords(days: readonly DayView[]): string | null {
  return rangeWords(
    days.flatMap(({ sizeBytes }) => sizeBytes ?? []),
    (bytes) => formatBytes(bytes),
  );
}

function ageWords(days: readonly DayView[]): string | null {
  return rangeWords(
    days.flatMap(({ ageSeconds }) => ageSeconds ?? []),
    (seconds) => formatDuration(seconds),
  );
}

function rangeWords(values: readonly number[], format: (value: number) => string): string | null {
  const last = values.at(-1);
  if (last === undefined) return null;
  const ends = `from ${format(Math.min(...values))} to ${format(Math.max(...values))}`;
  return `Chart over ${values.length} days: ${ends}, at last ${format(last)}`;
}

function dayRow({ day, state, sizeBytes, ageSeconds }: DayView): Markup {
  return html`<tr class="${state}" data-size="${sizeBytes ?? ''}" data-age="${ageSeconds ?? ''}"><th scope="row">${day}</th><td>${dayWord(state)}</td><td>${sizeBytes === null ? '–' : formatBytes(sizeBytes)}</td><td>${ageSeconds === null ? '–' : formatDuration(ageSeconds)}</td></tr>`;
}
