import { html } from 'hono/html';
import { foldMembers } from '../../app/views/fold-members.ts';
import { inTurns } from '../../app/views/in-turns.ts';
import type { JobView } from '../../app/views/job-view.ts';
import { stripOf } from '../../core/history/days-shown.ts';
import type { Reading } from '../../core/message/local-time.ts';
import { isEmptyFilter, type ListRequest, listAddress, passing } from './job-filter.ts';
import { jobRow } from './job-row.ts';
import { keptRow } from './kept-row.ts';
import { factsOf } from './list-facts.ts';
import type { Markup } from './markup.ts';
import type { JobList } from './page-ports.ts';
import { STRIP_DAYS } from './strip.ts';

/**
 * Rows of one page, unless all are asked for. Up to this number of jobs, the page holds them all and a script filters
 * them without a request.
 */
const PAGE_ROWS = 200;
/** Rows that are made at a stretch: about a millisecond. */
const ROWS_AT_ONCE = 20;

/** The rows of the page that is asked for, with links to the others where they do not fit on one. */
export async function jobTable(list: JobList, asked: ListRequest, reading: Reading): Promise<Markup> {
  const { jobs } = list;
  const { hasMembers } = factsOf(jobs);
  // Without a filter members stand under their job; one that is looked for stands by itself.
  const isFolded = hasMembers && isEmptyFilter(asked.filter);
  const folded = isFolded ? foldMembers(jobs) : [];
  const members = new Map(folded.map(({ view, members }) => [view, members]));
  const found = isFolded ? folded.map(({ view }) => view) : passing(jobs, asked.filter);
  const isWhole = jobs.length <= PAGE_ROWS && !hasMembers;
  const span = spanOf(asked, found.length);
  const rows = isWhole ? jobs : found.slice(span.from, span.until);
  const isShown = isWhole ? new Set(found) : null;
  const rowOf = (job: JobView): Markup => {
    const own = members.get(job) ?? [];
    if (own.length === 0) return keptRow(job, list.today, isShown?.has(job) ?? true, reading);
    return jobRow(job, stripOf(job.rowDays, list.today, STRIP_DAYS), true, reading, own);
  };
  const marked = await inTurns(rows, rowOf, ROWS_AT_ONCE);
  const links = (label: string) => (isWhole ? '' : pageLinks(asked, span, found.length, label));
  return html`<p class="shown" role="status">${isWhole ? wholeWords(found.length, jobs.length) : partWords(asked, span, found.length, jobs.length, isFolded)}</p>
${links('Pages of the list')}<table role="table" id="jobs" aria-label="Backups, worst first"${isWhole ? html` data-whole` : ''}>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">State</th><th role="columnheader" scope="col">Backup</th><th role="columnheader" scope="col">Last 90 days</th><th role="columnheader" scope="col">Last good</th><th role="columnheader" scope="col">Size</th></tr></thead>
<tbody role="rowgroup">
${marked}</tbody>
</table>
<p id="nothing" class="nothing"${found.length === 0 ? '' : html` hidden`}>No backup matches. <a href="/">Show all</a></p>
${links('Pages of the list, below it')}`;
}

/** Which of the rows that were found are shown; counts from 0. */
interface Span {
  readonly page: number;
  readonly from: number;
  readonly until: number;
}

function spanOf({ page, isAll }: ListRequest, count: number): Span {
  if (isAll) return { page: 1, from: 0, until: count };
  const within = Math.min(page, Math.max(1, Math.ceil(count / PAGE_ROWS)));
  return { page: within, from: (within - 1) * PAGE_ROWS, until: Math.min(count, within * PAGE_ROWS) };
}

/** The script keeps the number current. */
function wholeWords(found: number, all: number): Markup {
  return html`<span id="shown">${found.toLocaleString('en')}</span> of ${backups(all)}`;
}

function partWords(
  { filter }: ListRequest,
  { from, until }: Span,
  found: number,
  all: number,
  isFolded: boolean,
): string {
  const matching = isEmptyFilter(filter)
    ? backups(all)
    : `${found.toLocaleString('en')} that match, of ${backups(all)}`;
  // Rows are then fewer than backups.
  const of = isFolded ? `${found.toLocaleString('en')} ${found === 1 ? 'job' : 'jobs'}, ${backups(all)}` : matching;
  return found === 0
    ? `0 of ${backups(all)}`
    : `${(from + 1).toLocaleString('en')} to ${until.toLocaleString('en')} of ${of}`;
}

function pageLinks(
  { filter, isAll }: ListRequest,
  { page, from, until }: Span,
  found: number,
  label: string,
): Markup | '' {
  if (found <= PAGE_ROWS) return '';
  const before =
    from === 0 ? '' : html`<a rel="prev" href="${listAddress(filter, { page: page - 1 })}">Previous ${PAGE_ROWS}</a>`;
  const rest = Math.min(PAGE_ROWS, found - until);
  const after =
    rest === 0 ? '' : html`<a rel="next" href="${listAddress(filter, { page: page + 1 })}">Next ${rest}</a>`;
  const all = isAll
    ? html`<a href="${listAddress(filter)}">${PAGE_ROWS} a page</a>`
    : html`<a href="${listAddress(filter, { isAll: true })}">All ${found.toLocaleString('en')} on one page</a>`;
  return html`<nav class="pages" aria-label="${label}">${before}${after}${all}</nav>
`;
}

function backups(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'backup' : 'backups'}`;
}
