import { html } from 'hono/html';
import type { DayView, JobDetailView } from '../../app/job-view.ts';
import { formatBytes, formatDuration } from '../../core/quantity.ts';
import type { Markup } from './markup.ts';
import { dayWord, STRIP_DAYS, strip } from './strip.ts';

/** How the days of a job went: a strip, charts where a script can draw them, and the same as a table. */
export function jobDays({ days, thresholds }: JobDetailView): Markup {
  if (days.length === 0) {
    return html`<section aria-labelledby="days"><h2 id="days">Its days</h2><p class="none-yet">There is no day to show yet: the first check of a day writes it.</p></section>`;
  }
  const shown = days.slice(-STRIP_DAYS);
  const { staleAfterSeconds, alertAfterSeconds, atLeastBytes, alertBelowBytes } = thresholds;
  return html`<section aria-labelledby="days">
<h2 id="days">Its days</h2>
<div class="strip-box">${strip(
    shown.map(({ state }) => state),
    'strip large',
  )}<p class="ends"><span>${STRIP_DAYS} days ago</span><span>today</span></p>${key(shown)}</div>
<div class="charts">
${chart({ name: 'size', title: 'Size of the newest backup', words: sizeWords(days), soft: atLeastBytes, hard: alertBelowBytes, softName: 'at least', hardName: 'alert below' })}
${chart({ name: 'age', title: 'Greatest age of the newest good backup', words: ageWords(days), soft: staleAfterSeconds, hard: alertAfterSeconds, softName: 'allowed', hardName: 'alert after' })}
</div>
<details class="day-table"><summary>The days as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="The days as a table">
<table id="day-table"><thead><tr><th scope="col">Day</th><th scope="col">State</th><th scope="col">Size</th><th scope="col">Greatest age</th></tr></thead>
<tbody>${days.toReversed().map(dayRow)}</tbody></table>
</div></details>
</section>`;
}

/** What the bars mean, those that there are. */
function key(days: readonly DayView[]): Markup {
  const states = (['green', 'warn', 'alert', 'escalate', 'quiet', 'none'] as const).filter(
    (state) => days.some((day) => day.state === state) || (state === 'none' && days.length < STRIP_DAYS),
  );
  const bar = (state: DayView['state']) => html`<li>${strip([state], 'strip bar')}${dayWord(state)}</li>`;
  return html`<ul class="key" aria-hidden="true">${states.map(bar)}</ul>`;
}

interface Chart {
  readonly name: 'size' | 'age';
  readonly title: string;
  /** The same in words, for those who do not see it. Null when there is nothing to draw. */
  readonly words: string | null;
  readonly soft: number | null;
  readonly hard: number | null;
  readonly softName: string;
  readonly hardName: string;
}

function chart({ name, title, words, soft, hard, softName, hardName }: Chart): Markup | '' {
  if (words === null) return '';
  return html`<figure class="chart" data-chart="${name}" data-soft="${soft ?? ''}" data-hard="${hard ?? ''}" data-soft-name="${softName}" data-hard-name="${hardName}" hidden>
<figcaption>${title}</figcaption>
<div role="img" aria-label="${words}"></div>
</figure>`;
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
