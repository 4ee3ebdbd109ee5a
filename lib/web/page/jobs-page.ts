import { html } from 'hono/html';
import { standingOf } from '../../app/views/read-job-views.ts';
import type { Instant } from '../../core/instant.ts';
import { localTime, type Reading } from '../../core/message/local-time.ts';
import { contextLine, warnings } from './context.ts';
import { filterForm } from './filter-form.ts';
import { type JobFilter, listAddress, passes } from './job-filter.ts';
import { jobRow } from './job-row.ts';
import type { Markup } from './markup.ts';
import type { JobList } from './page-ports.ts';

/** Rows of one page. Up to this number the page holds all jobs, and a script filters them without a request. */
const MAX_ROWS = 1000;

/** The list of jobs, worst first. `page` counts from 1. */
export function jobsPage(list: JobList, filter: JobFilter, page: number, now: Instant): Markup {
  const { jobs } = list;
  const reading = { timezone: list.timezone, at: now };
  const heading = headingOf(list, reading);
  return html`<section class="verdict ${heading.tone}">
<h1>${heading.text}</h1>
<p>${contextLine(list, reading)}</p>
</section>
${warnings(list, reading)}
${jobs.length === 0 ? noJobs() : html`${filterForm(jobs, filter)}${table(list, filter, page, reading)}`}`;
}

/** How many jobs need a person: failing or unknown; quieted ones are taken care of. */
export function neededCount({ jobs }: Pick<JobList, 'jobs'>): number {
  return jobs.filter((job) => job.unknown !== null || (job.quieted === null && job.state !== 'green')).length;
}

interface Heading {
  readonly text: string;
  readonly tone: 'calm' | 'mild' | 'worst';
}

/** Where the next check is overdue, the states may be out of date. */
function headingOf(list: JobList, reading: Reading): Heading {
  const { jobs, lastPass } = list;
  const needed = neededCount(list);
  const quieted = jobs.filter((job) => job.unknown === null && job.quieted !== null).length;
  const aside = quieted === 0 ? '' : `, ${quieted} quieted`;
  if (jobs.length === 0) return { text: 'No backups are watched yet', tone: 'mild' };
  if (lastPass === null) return { text: 'Nothing has been checked yet', tone: 'mild' };
  if (needed > 0) {
    const isWorst = jobs.some((job) => ['alert', 'escalate'].includes(standingOf(job)));
    const need = needed === 1 ? 'needs you' : 'need you';
    return { text: `${needed} of ${backups(jobs.length)} ${need}${aside}`, tone: isWorst ? 'worst' : 'mild' };
  }
  if (quieted === jobs.length) {
    return { text: quieted === 1 ? 'The backup is quieted' : `All ${backups(quieted)} are quieted`, tone: 'mild' };
  }
  if (lastPass.isOverdue) return { text: `All was well ${localTime(lastPass.at, reading)}`, tone: 'mild' };
  return { text: `${fineWords(jobs.length - quieted, jobs.length)}${aside}`, tone: 'calm' };
}

function fineWords(fine: number, all: number): string {
  if (all === 1) return 'The backup is fine';
  if (fine === all) return `All ${backups(all)} are fine`;
  return fine === 1 ? '1 backup is fine' : `${backups(fine)} are fine`;
}

function backups(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'backup' : 'backups'}`;
}

function table({ jobs, strips }: JobList, filter: JobFilter, page: number, reading: Reading): Markup {
  const shown = new Set(jobs.filter((job) => passes(job, filter)));
  const isWhole = jobs.length <= MAX_ROWS;
  const rows = isWhole ? jobs : [...shown].slice((page - 1) * MAX_ROWS, page * MAX_ROWS);
  const count = isWhole ? shown.size : rows.length;
  return html`<p class="shown" role="status"><span id="shown">${count.toLocaleString('en')}</span> of ${backups(jobs.length)}</p>
<table role="table" id="jobs" aria-label="Backups, worst first"${isWhole ? html` data-whole` : ''}>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">State</th><th role="columnheader" scope="col">Backup</th><th role="columnheader" scope="col">Last 90 days</th><th role="columnheader" scope="col">Last good</th><th role="columnheader" scope="col">Size</th></tr></thead>
<tbody role="rowgroup">
${rows.map((job) => jobRow(job, strips.get(job.jobId) ?? [], shown.has(job), reading))}</tbody>
</table>
<p id="nothing" class="nothing"${count === 0 ? '' : html` hidden`}>No backup matches. <a href="/">Show all</a></p>
${isWhole ? '' : pages(filter, page, shown.size)}`;
}

function pages(filter: JobFilter, page: number, count: number): Markup {
  const last = Math.max(1, Math.ceil(count / MAX_ROWS));
  const link = (to: number, label: string) =>
    to < 1 || to > last ? '' : html`<a href="${listAddress(filter, to)}">${label}</a>`;
  return html`<nav class="pages" aria-label="Pages of the list">${link(page - 1, 'Previous page')}<span>Page ${page} of ${last}</span>${link(page + 1, 'Next page')}</nav>`;
}

function noJobs(): Markup {
  return html`<section class="empty">
<p>Add a backup to the rules doc. It appears here after the next check:</p>
<pre><code>jobs:
  orders-db:
    name: Orders database
    backup: /var/backups/orders/*.dump
    rule: every 24 hours, allow 26; at least 350 MB</code></pre>
</section>`;
}
