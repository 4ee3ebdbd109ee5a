import { html } from 'hono/html';
import { type Instant, MINUTE_MS } from '../../core/instant.ts';
import { localTime, type Reading } from '../../core/message/local-time.ts';
import { contextLine, unjudgedWarning, warnings } from './context.ts';
import type { ListRequest } from './job-filter.ts';
import { keptTable } from './kept-table.ts';
import { factsOf } from './list-facts.ts';
import type { Markup } from './markup.ts';
import type { JobList } from './page-ports.ts';

/** The list of jobs in two parts: how they are, and the table, worst first, which is the same one for a while. */
export interface JobsPage {
  readonly above: Markup;
  readonly table: Markup;
}

/** The same for all who look within a minute. */
export async function jobsPage(list: JobList, asked: ListRequest, now: Instant): Promise<JobsPage> {
  const reading = { timezone: list.timezone, at: startOfMinute(now) };
  const heading = headingOf(list, reading);
  const above = html`<section class="verdict ${heading.tone}">
<h1>${heading.text}</h1>
<p>${contextLine(list, reading)}</p>
</section>
${warnings(list, reading)}
${unjudgedWarning(list.unjudged)}
`;
  return { above, table: list.jobs.length === 0 ? noJobs() : await keptTable(list, asked, reading) };
}

function startOfMinute(instant: Instant): Instant {
  return Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

interface Heading {
  readonly text: string;
  readonly tone: 'calm' | 'mild' | 'worst';
}

/** Where the next check is overdue, the states may be out of date. */
function headingOf(list: JobList, reading: Reading): Heading {
  const { lastPass } = list;
  const { backups: all, needed, unproven, quieted, isWorst } = factsOf(list.jobs);
  const proofs = unproven === 0 ? '' : `, ${unproven} ${unproven === 1 ? 'restore' : 'restores'} not proven`;
  const aside = `${proofs}${quieted === 0 ? '' : `, ${quieted} quieted`}`;
  if (all === 0) return { text: 'No backups are watched yet', tone: 'mild' };
  if (lastPass === null) return { text: 'Nothing has been checked yet', tone: 'mild' };
  if (needed + unproven > 0) {
    const need = needed === 1 ? 'needs you' : 'need you';
    return { text: `${needed} of ${backups(all)} ${need}${aside}`, tone: isWorst ? 'worst' : 'mild' };
  }
  if (quieted === all) {
    return { text: quieted === 1 ? 'The backup is quieted' : `All ${backups(quieted)} are quieted`, tone: 'mild' };
  }
  if (lastPass.isOverdue) return { text: `All was well ${localTime(lastPass.at, reading)}`, tone: 'mild' };
  return { text: `${fineWords(all - quieted, all)}${aside}`, tone: 'calm' };
}

function fineWords(fine: number, all: number): string {
  if (all === 1) return 'The backup is fine';
  if (fine === all) return `All ${backups(all)} are fine`;
  return fine === 1 ? '1 backup is fine' : `${backups(fine)} are fine`;
}

function backups(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'backup' : 'backups'}`;
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
