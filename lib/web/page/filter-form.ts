import { html } from 'hono/html';
import type { JobView } from '../../app/views/job-view.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import { STANDING_ORDER, type Standing } from '../../core/model/standing.ts';
import { type JobFilter, listAddress, NONE } from './job-filter.ts';
import { factsOf } from './list-facts.ts';
import type { Markup } from './markup.ts';
import { standingSymbol, standingWord } from './standing-mark.ts';

const MAX_OPTION = 60;

/** The filter of the list: links by state with their counts, and a form that works without a script. */
export function filterForm(jobs: readonly JobView[], filter: JobFilter): Markup {
  return html`<search class="filter">
<nav aria-label="Backups by state"><ul class="states">${stateLinks(jobs, filter)}</ul></nav>
<form action="/" role="search" aria-label="Filter the backups">
${filter.standing === null ? '' : html`<input type="hidden" name="state" value="${filter.standing}">`}
<label>Search <input type="search" name="q" value="${filter.text}" maxlength="100" autocomplete="off" spellcheck="false"></label>
${choice('group', 'Group', valuesOf(factsOf(jobs).groups, filter.group), filter.group)}
${choice('owner', 'Owner', valuesOf(factsOf(jobs).owners, filter.owner), filter.owner)}
<button class="apply">Filter</button>
</form>
</search>`;
}

function stateLinks(jobs: readonly JobView[], filter: JobFilter): readonly Markup[] {
  const { standings: counts } = factsOf(jobs);
  const states = STANDING_ORDER.filter((standing) => counts.has(standing) || standing === filter.standing);
  return [
    stateLink(null, html`All`, jobs.length, filter),
    ...states.map((standing) =>
      stateLink(
        standing,
        html`${standingSymbol(standing)}${standingWord(standing)}`,
        counts.get(standing) ?? 0,
        filter,
      ),
    ),
  ];
}

function stateLink(standing: Standing | null, label: Markup, count: number, filter: JobFilter): Markup {
  const current = standing === filter.standing ? html` aria-current="true"` : '';
  const address = listAddress({ ...filter, standing });
  return html`<li><a href="${address}" data-state="${standing ?? ''}"${current}>${label} <span class="count">${count}</span></a></li>`;
}

function choice(name: string, label: string, values: readonly string[], chosen: string | null): Markup | '' {
  if (values.length < 2 && chosen === null) return '';
  const options = values.map((value) => option(value, value === NONE ? 'none' : value, value === chosen));
  return html`<label>${label} <select name="${name}"><option value="">all</option>${options}</select></label>`;
}

function option(value: string, label: string, isChosen: boolean): Markup {
  return html`<option value="${value}"${isChosen ? html` selected` : ''}>${oneLine(label, MAX_OPTION)}</option>`;
}

/** Includes the chosen value, which no job may have: the form must show the current filter. */
function valuesOf(values: readonly string[], chosen: string | null): readonly string[] {
  return chosen === null || values.includes(chosen)
    ? values
    : [...values, chosen].sort((a, b) => a.localeCompare(b, 'en'));
}
